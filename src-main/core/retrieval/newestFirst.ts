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

/** Far more than are ever shown. */
const LOOKED_AT = 40

/** Copies share at least so much of their words as they are written; cheap to tell, where a print (stems, word triples) takes milliseconds. */
const SHARED_WORDS = 0.8

interface Copy { readonly place: number; readonly documentId: DocumentId; readonly words: ReadonlySet<string>; readonly print: () => TextPrint }

/**
 * The ranking with the copies of one passage in another order among the places that they hold: the one whose document the question names first, then
 * the newest. Only the first of them is shown (see `assembleContext`), and which one that is must not hang on ties. Texts that differ in more than
 * a word or two, or in any number, are no copies and stay where they are, unless their documents are versions of each other: then the newest
 * comes first and the others after it, since what they say otherwise is to be told.
 */
export function newestFirst(candidates: readonly Candidate[], factsOf: (documentId: DocumentId) => CopyFacts, areVersions: (one: DocumentId, other: DocumentId) => boolean = () => false): Candidate[] {
  // Copies have the same digits, which is quickly told; words are compared only then.
  const byDigits = Map.groupBy(candidates.slice(0, LOOKED_AT).keys(), (place) => candidates[place]?.row.text.replaceAll(/\P{N}+/gu, '') ?? '')
  const severalDocuments = (places: readonly number[]) => new Set(places.map((place) => candidates[place]?.row.documentId)).size > 1
  const copies = [...byDigits.values()].filter(severalDocuments).flatMap((alike) => group(candidates, alike, (one, other) => isSameText(one.print(), other.print())))
  const ordered = reordered(candidates, copies, factsOf)
  return reordered(ordered, group(ordered, placesOfVersions(ordered, areVersions), (one, other) => areVersions(one.documentId, other.documentId)), factsOf)
}

function reordered(candidates: readonly Candidate[], groups: readonly (readonly number[])[], factsOf: (documentId: DocumentId) => CopyFacts): Candidate[] {
  const ordered = [...candidates]
  for (const places of groups) {
    const copies = places.flatMap((place) => candidates[place] ?? []).map((candidate) => ({ candidate, ...factsOf(candidate.row.documentId) }))
    copies.sort((a, b) => b.strength - a.strength || (b.modified ?? '').localeCompare(a.modified ?? ''))
    for (const [index, { candidate }] of copies.entries()) ordered[places[index] ?? 0] = candidate
  }
  return ordered
}

/** Mostly none: then no text needs to be looked at. */
function placesOfVersions(candidates: readonly Candidate[], areVersions: (one: DocumentId, other: DocumentId) => boolean): number[] {
  const looked = candidates.slice(0, LOOKED_AT)
  const documentIds = [...new Set(looked.map(({ row }) => row.documentId))]
  const linked = new Set(documentIds.filter((one) => documentIds.some((other) => one !== other && areVersions(one, other))))
  return [...looked.keys()].filter((place) => linked.has(looked[place]?.row.documentId ?? ('' as DocumentId)))
}

/** Groups of places whose texts share their words and belong together. */
function group(candidates: readonly Candidate[], places: readonly number[], belong: (one: Copy, other: Copy) => boolean): number[][] {
  const groups: Copy[][] = []
  for (const place of places) {
    const row = candidates[place]?.row
    if (row === undefined) continue
    const copy: Copy = { place, documentId: row.documentId, words: new Set(row.text.toLowerCase().split(/[^\p{L}\p{M}\p{N}]+/u)), print: once(() => printOf(row.text)) }
    const same = groups.find(([first]) => first !== undefined && sharesWords(first.words, copy.words) && belong(first, copy))
    if (same === undefined) groups.push([copy])
    else same.push(copy)
  }
  return groups.map((copies) => copies.map((copy) => copy.place))
}

function sharesWords(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  if (Math.min(a.size, b.size) < SHARED_WORDS * Math.max(a.size, b.size)) return false
  let spare = a.size - SHARED_WORDS * Math.max(a.size, b.size)
  // Unrelated texts are told apart after a few dozen words.
  for (const word of a) if (!b.has(word) && --spare < 0) return false
  return true
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined
  return () => (made ??= { value: make() }).value
}
