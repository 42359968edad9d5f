import type { DocumentFilter } from '../../../src-shared/domain/filter.ts'
import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import type { ScoredChunk, VectorStore } from '../ports/VectorStore.ts'
import type { DocumentProfile } from './documentProfile.ts'
import { lexicalTerms, lexicalWords } from './lexicalTerms.ts'
import { matchesFilter } from './matchesFilter.ts'
import type { ScanRequest } from './recogniseScan.ts'

export interface ScanHit {
  readonly documentId: DocumentId
  /** The best chunk of the document; undefined when the kind alone was asked for. */
  readonly row: ScoredChunk['row'] | undefined
}

export interface ScanResult {
  readonly request: ScanRequest
  /** Documents that were looked at: of the kind, and let through by the filter. */
  readonly scanned: number
  /** One a document, the one that says it most often first. */
  readonly hits: readonly ScanHit[]
}

/**
 * Looks for the words in every chunk of every document of the kind, not in the best few: the store gives all chunks that hold the rarest word, and
 * those are kept that hold the others too. Words are compared as full text compares them (stemmed, any case).
 */
export async function scanLibrary(store: VectorStore, profiles: readonly DocumentProfile[], request: ScanRequest, filter: DocumentFilter, factsOf: (profile: DocumentProfile) => Parameters<typeof matchesFilter>[0]): Promise<ScanResult> {
  const inScope = profiles.filter((profile) => {
    const facts = factsOf(profile)
    return matchesFilter(facts, filter) && (request.types.length === 0 || request.types.includes(facts.type.toLowerCase())) && isCalled(profile, request.calledAs)
  })
  const known = new Set(inScope.map(({ document }) => document.documentId))
  if (request.terms.length === 0) return { request, scanned: inScope.length, hits: inScope.map(({ document }) => ({ documentId: document.documentId, row: undefined })) }
  // As written: the store stems for itself, and a stem stemmed again can become another word.
  const words = lexicalWords(request.subject).filter((word) => lexicalTerms(word).some((term) => request.terms.includes(term)))
  const { frequency } = await store.termStatistics(words)
  const rarest = words.toSorted((a, b) => (frequency.get(a) ?? 0) - (frequency.get(b) ?? 0))[0] ?? ''
  const rows = await store.searchLexical(rarest, { k: await store.countRows(), filter })
  const byDocument = new Map<DocumentId, { row: ScoredChunk['row']; times: number }>()
  for (const { row } of rows) {
    if (!known.has(row.documentId)) continue
    const times = timesIn(row.text, request)
    if (times === 0) continue
    const before = byDocument.get(row.documentId)
    byDocument.set(row.documentId, { row: before?.row ?? row, times: (before?.times ?? 0) + times })
  }
  const hits = [...byDocument].sort(([a, { times: first }], [b, { times: second }]) => second - first || (a < b ? -1 : 1))
  return { request, scanned: inScope.length, hits: hits.map(([documentId, { row }]) => ({ documentId, row })) }
}

function isCalled({ nameTerms, openingTerms }: DocumentProfile, calledAs: readonly string[]): boolean {
  return calledAs.length === 0 || calledAs.some((term) => nameTerms.has(term) || openingTerms.has(term))
}

/** How often a text holds what is looked for; 0 unless it holds all of it. */
export function timesIn(text: string, { terms, isPhrase }: Pick<ScanRequest, 'terms' | 'isPhrase'>): number {
  const words = lexicalTerms(text)
  if (isPhrase) return words.filter((_, index) => terms.every((term, offset) => words[index + offset] === term)).length
  const counts = terms.map((term) => words.filter((word) => word === term).length)
  return Math.min(...counts)
}
