import type { AnswerAnalysis, AnswerChip } from '../../../src-shared/domain/answer.ts'
import { fileName } from '../../../src-shared/domain/fileName.ts'
import { FILTER_KEYS, type DocumentFilter } from '../../../src-shared/domain/filter.ts'
import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import { filterChip, nameChip } from '../retrieval/analyseQuestion.ts'
import type { LibraryScan } from '../retrieval/Retrieval.ts'
import type { QuestionAnalysis } from '../retrieval/QuestionAnalysis.ts'

/** Documents that match nearly as well as the best are meant too; as in the search. */
const NEARLY = 0.85

interface Described {
  readonly analysis: QuestionAnalysis
  /** What the person or the host set; no chips, since they know it. */
  readonly given: DocumentFilter
  readonly pinned: readonly DocumentId[]
  readonly without: readonly string[]
  readonly scan?: LibraryScan | undefined
  readonly pathOf: (documentId: DocumentId) => string | undefined
}

/** What was understood of a question, as chips that can be switched off. */
export function describeAnalysis({ analysis, given, pinned, without, scan, pathOf }: Described): AnswerAnalysis {
  const nameOf = (id: string) => {
    const path = pathOf(id as DocumentId)
    return path === undefined ? id : fileName(path)
  }
  const filters = FILTER_KEYS.flatMap((key): AnswerChip[] => {
    const values = given[key] === undefined ? analysis.filter[key] ?? [] : []
    if (values.length === 0) return []
    const first = values.map((value) => (key === 'doc' ? nameOf(value) : value)).slice(0, 3).join(', ')
    return [{ id: filterChip(key), kind: 'filter', label: `${key === 'doc' ? '' : `${key}: `}${first}${values.length > 3 ? ` and ${values.length - 3} more` : ''}`, ...(key === 'doc' ? { documents: values.length } : {}) }]
  })
  const strongest = analysis.boosts[0]?.strength ?? 0
  const meant = analysis.boosts.filter(({ strength }) => strength >= NEARLY * strongest)
  const names = [...new Set(meant.flatMap(({ matched }) => matched))].map((word): AnswerChip => ({ id: nameChip(word), kind: 'name', label: word, documents: meant.filter(({ matched }) => matched.includes(word)).length }))
  return {
    kind: analysis.kind,
    chips: [
      ...(analysis.rewritten === undefined ? [] : [{ id: 'rewrite', kind: 'rewrite', label: analysis.rewritten } satisfies AnswerChip]),
      ...(pinned.length === 0 ? [] : [{ id: 'pinned', kind: 'pinned', label: pinned.length === 1 ? nameOf(pinned[0] ?? '') : `${pinned.length} pinned sources`, documents: pinned.length } satisfies AnswerChip]),
      ...(scan === undefined ? [] : [{ id: 'scan', kind: 'scan', label: 'every document looked through', documents: scan.scanned } satisfies AnswerChip]),
      ...filters, ...names,
    ],
    ...(without.length === 0 ? {} : { without }),
  }
}
