import type { DocumentReport } from '../../../src-shared/domain/document.ts'
import { needsPerson } from '../../state/needsPerson.ts'
import { isBelow } from '../../text/paths.ts'

export type SortKey = 'name' | 'state' | 'units' | 'size' | 'date'

export interface Arrangement {
  readonly search: string
  readonly folder: string | null
  readonly needsYou: boolean
  readonly sort: SortKey
  readonly isDescending: boolean
}

const STATE_ORDER: Readonly<Record<DocumentReport['state'], number>> = { failed: 0, skipped: 1, duplicate: 2, indexed: 3, unchanged: 3, removed: 4 }

/** Paths in small letters, each made once: the table is arranged anew at every letter that is typed and at every file that is read. */
const lowered = new WeakMap<DocumentReport, string>()

function lowerPath(document: DocumentReport): string {
  const known = lowered.get(document)
  if (known !== undefined) return known
  const path = document.path.toLowerCase()
  lowered.set(document, path)
  return path
}

/** The rows of the table: those that match, in the chosen order. Equal ones keep the order of their paths. */
export function arrangeDocuments(documents: readonly DocumentReport[], { search, folder, needsYou, sort, isDescending }: Arrangement): readonly DocumentReport[] {
  const words = search.toLowerCase().split(/\s+/).filter((word) => word !== '')
  const isAll = words.length === 0 && folder === null && !needsYou
  const shown = isAll ? documents : documents.filter((document) => (
    (folder === null || isBelow(document.path, folder)) && (!needsYou || needsPerson(document)) && words.every((word) => lowerPath(document).includes(word))
  ))
  // The documents come in the order of their paths: no second sort of ten thousand names.
  if (sort === 'name') return isDescending ? shown.toReversed() : shown
  const direction = isDescending ? -1 : 1
  return shown.toSorted((left, right) => direction * compare(left, right, sort))
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
