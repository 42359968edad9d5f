import type { DocumentReport } from '../../../src-shared/domain/document.ts'
import { needsPerson } from './documentInWords.ts'

export type SortKey = 'name' | 'state' | 'units' | 'size' | 'date'

export interface Arrangement {
  readonly search: string
  readonly folder: string | null
  readonly needsYou: boolean
  readonly sort: SortKey
  readonly isDescending: boolean
}

const STATE_ORDER: Readonly<Record<DocumentReport['state'], number>> = { failed: 0, skipped: 1, duplicate: 2, indexed: 3, unchanged: 3, removed: 4 }

/** The rows of the table: those that match, in the chosen order. Equal ones keep the order of their paths. */
export function arrangeDocuments(documents: readonly DocumentReport[], { search, folder, needsYou, sort, isDescending }: Arrangement): DocumentReport[] {
  const words = search.toLowerCase().split(/\s+/).filter((word) => word !== '')
  const shown = documents.filter((document) => {
    const path = document.path.toLowerCase()
    return (folder === null || document.path.startsWith(folder)) && (!needsYou || needsPerson(document)) && words.every((word) => path.includes(word))
  })
  // The documents come in the order of their paths: no second sort of ten thousand names.
  if (sort === 'name') return isDescending ? shown.reverse() : shown
  const direction = isDescending ? -1 : 1
  return shown.sort((left, right) => direction * compare(left, right, sort))
}

function compare(left: DocumentReport, right: DocumentReport, sort: Exclude<SortKey, 'name'>): number {
  switch (sort) {
    case 'state': return STATE_ORDER[left.state] - STATE_ORDER[right.state]
    case 'units': return left.units.length - right.units.length
    case 'size': return left.sizeBytes - right.sizeBytes
    case 'date': return left.modified.localeCompare(right.modified)
    default: return sort satisfies never
  }
}
