import type { DocumentFilter } from '../../../src-shared/domain/filter.ts'
import type { ChunkId } from '../../../src-shared/domain/ids.ts'
import type { SearchMode } from '../../../src-shared/domain/passage.ts'
import type { Embedder } from '../ports/Embedder.ts'
import type { Clock } from '../ports/SystemPorts.ts'
import type { ScoredChunk, VectorStore } from '../ports/VectorStore.ts'
import { fuseRankings, type Candidate } from './fuseRankings.ts'
import { contentWords } from './lexicalTerms.ts'
import type { QuestionTerm } from './Retrieval.ts'
import type { RetrievalConfig } from './retrievalConfig.ts'

export interface HybridDeps {
  readonly store: VectorStore
  readonly embedder: Embedder
  readonly clock: Clock
}

export interface HybridQuery {
  readonly query: string
  readonly mode: SearchMode
  readonly filter: DocumentFilter
  /** Stemmed words that full text leaves out (see `namingTerms`). */
  readonly without?: readonly string[]
  readonly config: RetrievalConfig
  readonly signal?: AbortSignal
}

export interface HybridResult {
  /** Fused, best first. */
  readonly candidates: Candidate[]
  /** Empty in lexical mode. */
  readonly queryVector: Float32Array
  /** Most telling first. */
  readonly terms: readonly QuestionTerm[]
  readonly idealLexical: number
  readonly timingsMs: { readonly embed: number; readonly lexical: number; readonly vector: number; readonly fuse: number }
}

/** Full text and vectors side by side, then the fusion; each stage's time is its own, though they overlap. */
export async function searchHybrid(deps: HybridDeps, { query, mode, filter, without = [], config, signal }: HybridQuery): Promise<HybridResult> {
  const { store, embedder, clock } = deps
  const left = new Set(without)
  const lexicalSide = timed(clock, async () => {
    if (mode === 'vector') return { hits: [] as ScoredChunk[], terms: [] as QuestionTerm[], chunks: 0 }
    const [hits, { terms, chunks }] = await Promise.all([store.searchLexical(lexicalQuery(query, left), { k: config.candidates, filter }), questionTerms(store, query)])
    return { hits, terms, chunks }
  })
  // Full text alone needs no model: loading one would be most of its time.
  const embedded = timed(clock, () => (mode === 'lexical' ? Promise.resolve(new Float32Array()) : embedder.embedQuery(query, { priority: 'question', ...(signal === undefined ? {} : { signal }) })))
  const vectorSide = embedded.then(({ value }) => timed(clock, () => (mode === 'lexical' ? Promise.resolve([]) : store.searchVector(value, { k: config.candidates, filter }))))
  const [lexical, queryVector, vector] = await Promise.all([lexicalSide, embedded, vectorSide])
  signal?.throwIfAborted()

  const start = clock.monotonic()
  const terms = lexical.value.terms
  const searched = terms.filter(({ term }) => !left.has(term))
  // A word that no chunk holds counts as the rarest: a question in another language thus has a high ideal, and its stray matches count little.
  const idealLexical = (searched.length > 0 ? searched : terms).reduce((sum, { idf, chunks }) => sum + (chunks === 0 ? inverseFrequency(0, lexical.value.chunks) : idf), 0)
  const missingCosines = mode === 'hybrid' ? await cosinesOfMissing(store, lexical.value.hits, vector.value, queryVector.value) : new Map<ChunkId, number>()
  const knownWords = terms.length === 0 ? 1 : terms.filter(({ chunks }) => chunks > 0).length / terms.length
  const candidates = fuseRankings({ lexical: lexical.value.hits, vector: vector.value, missingCosines, idealLexical, knownWords }, config)
  return {
    candidates, queryVector: queryVector.value, terms, idealLexical,
    timingsMs: { embed: queryVector.ms, lexical: lexical.ms, vector: vector.ms, fuse: clock.monotonic() - start },
  }
}

/** Content words only: the index keeps stop words, and "what" or "how", rare in statements, would weigh like names. */
function lexicalQuery(query: string, without: ReadonlySet<string>): string {
  const words = contentWords(query)
  const searched = words.filter(({ term }) => !without.has(term))
  return (searched.length > 0 ? searched : words).map(({ word }) => word).join(' ')
}

/** The question's content words with their idf, rarest first; words that no chunk holds come last with none. `chunks`: of the library. */
export async function questionTerms(store: VectorStore, query: string): Promise<{ readonly terms: QuestionTerm[]; readonly chunks: number }> {
  const words = contentWords(query)
  const { chunks, frequency } = await store.termStatistics(words.map(({ word }) => word))
  const terms = words.map(({ word, term }): QuestionTerm => {
    const having = frequency.get(word) ?? 0
    return { term, chunks: having, idf: having === 0 ? 0 : inverseFrequency(having, chunks) }
  })
  return { chunks, terms: terms.sort((a, b) => b.idf - a.idf) }
}

/** The idf of BM25 that cannot be negative: `ln(1 + (N − n + 0.5) / (n + 0.5))`. */
export function inverseFrequency(having: number, all: number): number {
  return Math.log(1 + (Math.max(all, having) - having + 0.5) / (having + 0.5))
}

async function cosinesOfMissing(store: VectorStore, lexical: readonly ScoredChunk[], vector: readonly ScoredChunk[], queryVector: Float32Array): Promise<Map<ChunkId, number>> {
  const known = new Set(vector.map(({ row }) => row.chunkId))
  const missing = lexical.map(({ row }) => row.chunkId).filter((id) => !known.has(id))
  if (missing.length === 0) return new Map()
  const vectors = await store.vectors(missing)
  return new Map([...vectors].map(([id, other]) => [id, dot(other, queryVector)]))
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let index = 0; index < a.length; index++) sum += (a[index] ?? 0) * (b[index] ?? 0)
  return sum
}

async function timed<Value>(clock: Clock, work: () => Promise<Value>): Promise<{ readonly value: Value; readonly ms: number }> {
  const start = clock.monotonic()
  const value = await work()
  return { value, ms: clock.monotonic() - start }
}
