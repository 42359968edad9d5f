import { FILTER_KEYS, type DocumentFilter } from '../../../src-shared/domain/filter.ts'
import type { Retrieval } from '../retrieval/Retrieval.ts'
import type { Course } from './Course.ts'

/** What a person reads when nothing was found: what was searched, what was not, and what there is instead. Holds no marks. */
export function describeSearch(course: Course): string {
  return [describeFound(course), describeWithheld(course.withheld)].filter((text) => text !== '').join(' ')
}

/** Empty when every document may be answered from. */
export function describeWithheld(count: number): string {
  return count === 0 ? '' : `${count} ${count === 1 ? 'document was' : 'documents were'} not looked at: ${count === 1 ? 'its folder' : 'their folders'} may not be answered from.`
}

function describeFound({ retrieval, passages, grade }: Course): string {
  if (retrieval === undefined) return 'Nothing was searched.'
  const filter = describeFilter(retrieval.filter)
  if (retrieval.documentsInScope === 0) return filter === '' ? 'The library holds no documents yet, so there was nothing to search.' : `No document fits the filter ${filter}, so there was nothing to search.`
  const searched = describeScope(retrieval)
  if (passages.length === 0) return `Nothing in ${searched} has to do with this question.`
  if (grade === 'closest') return `No sentence in ${searched} clearly answers this question. This is the nearest:`
  return `Nothing that answers this question was found in ${searched}. The nearest passages are listed.`
}

/** How many documents were searched, and under which filter. */
export function describeScope({ documentsInScope, filter }: Pick<Retrieval, 'documentsInScope' | 'filter'>): string {
  const written = describeFilter(filter)
  return `${documentsInScope} ${documentsInScope === 1 ? 'document' : 'documents'}${written === '' ? '' : ` (${written})`}`
}

function describeFilter(filter: DocumentFilter): string {
  // Ids say nothing to a person, and how many they are stands before it.
  return FILTER_KEYS.flatMap((key) => (key === 'doc' ? (filter.doc === undefined ? [] : ['chosen by name']) : (filter[key] ?? []).map((value) => `${key}:${value}`))).join(' ')
}
