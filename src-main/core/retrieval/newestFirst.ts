import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import type { Candidate } from './fuseRankings.ts'
import { isSameText, printOf, type TextPrint } from './isSameText.ts'

/** What decides between copies of one passage. */
export interface CopyFacts {
  /** How much the question points to the document, 0 to 1: a version that it names stays the one that is shown. */
  readonly strength: number
  /** ISO 8601; undefined where it is not known. */
  readonly modified: string | undefined
}

/** Far more than are ever shown; comparing words takes about a fifth of a millisecond a passage. */
const LOOKED_AT = 40

interface CopyGroup { readonly print: TextPrint; readonly places: number[] }

/**
 * The ranking with the copies of one passage in another order among the places that they hold: the one whose document the question names first, then
 * the newest. Only the first of them is shown (see `assembleContext`), and which one that is must not hang on ties. Texts that differ in more than
 * a word or two, or in any number, are no copies and stay where they are.
 */
export function newestFirst(candidates: readonly Candidate[], factsOf: (documentId: DocumentId) => CopyFacts): Candidate[] {
  // Copies have the same digits, which is quickly told; words are compared only then.
  const byDigits = Map.groupBy(candidates.slice(0, LOOKED_AT).keys(), (place) => candidates[place]?.row.text.replaceAll(/\P{N}+/gu, '') ?? '')
  const ordered = [...candidates]
  for (const alike of byDigits.values()) {
    if (new Set(alike.map((place) => candidates[place]?.row.documentId)).size < 2) continue
    for (const { places } of groupCopies(candidates, alike)) {
      const copies = places.flatMap((place) => candidates[place] ?? []).map((candidate) => ({ candidate, ...factsOf(candidate.row.documentId) }))
      copies.sort((a, b) => b.strength - a.strength || (b.modified ?? '').localeCompare(a.modified ?? ''))
      for (const [index, { candidate }] of copies.entries()) ordered[places[index] ?? 0] = candidate
    }
  }
  return ordered
}

function groupCopies(candidates: readonly Candidate[], places: readonly number[]): CopyGroup[] {
  const groups: CopyGroup[] = []
  for (const place of places) {
    const print = printOf(candidates[place]?.row.text ?? '')
    const same = groups.find((group) => isSameText(group.print, print))
    if (same === undefined) groups.push({ print, places: [place] })
    else same.places.push(place)
  }
  return groups
}
