import path from 'node:path'
import type { ChunkId, DocumentId } from '../../src-shared/domain/ids.ts'
import type { ChunkRow, ScoredChunk, SearchOptions, TermStatistics, VectorStore } from '../../src-main/core/ports/VectorStore.ts'
import { fileStem } from '../../src-main/core/retrieval/chunkText.ts'
import { lexicalTerms } from '../../src-main/core/retrieval/lexicalTerms.ts'
import { isEmptyFilter, matchesFilter } from '../../src-main/core/retrieval/matchesFilter.ts'

/** BM25's usual constants, and the ones that LanceDB uses. */
const K1 = 1.2
const B = 0.75

interface Index {
  readonly rows: readonly ChunkRow[]
  /** Term → row numbers and how often it stands there. */
  readonly postings: ReadonlyMap<string, readonly (readonly [row: number, count: number])[]>
  readonly lengths: readonly number[]
  readonly meanLength: number
}

/**
 * A store without a disk for measuring: exact cosine over every row and textbook BM25 (Robertson and Zaragoza 2009, with the idf
 * that cannot be negative). Passes the same contract suite as the real one.
 */
export class MemoryVectorStore implements VectorStore {
  readonly fingerprint: string
  #rows: readonly ChunkRow[] = []
  #index: Index | undefined

  constructor(fingerprint: string) {
    this.fingerprint = fingerprint
  }

  async *chunkTexts(): AsyncGenerator<readonly ChunkRow[]> {
    yield this.#rows
  }

  replaceDocuments(documentIds: readonly DocumentId[], rows: readonly ChunkRow[]): Promise<void> {
    const gone = new Set(documentIds)
    this.#rows = [...this.#rows.filter((row) => !gone.has(row.documentId)), ...rows]
    this.#index = undefined
    return Promise.resolve()
  }

  removeDocuments(documentIds: readonly DocumentId[]): Promise<void> {
    return this.replaceDocuments(documentIds, [])
  }

  searchLexical(query: string, { k, filter = {}, without = [] }: SearchOptions): Promise<ScoredChunk[]> {
    const { rows, postings, lengths, meanLength } = this.#built()
    const scores = new Map<number, number>()
    for (const term of new Set(lexicalTerms(query))) {
      const list = postings.get(term)
      if (list === undefined) continue
      const idf = Math.log(1 + (rows.length - list.length + 0.5) / (list.length + 0.5))
      for (const [row, count] of list) {
        const norm = K1 * (1 - B + (B * (lengths[row] ?? 0)) / meanLength)
        scores.set(row, (scores.get(row) ?? 0) + (idf * count * (K1 + 1)) / (count + norm))
      }
    }
    return Promise.resolve(best([...scores], rows, { k, filter, without }))
  }

  searchVector(vector: Float32Array, { k, filter = {}, without = [] }: SearchOptions): Promise<ScoredChunk[]> {
    return Promise.resolve(best(this.#rows.map((row, index) => [index, dot(row.vector, vector)] as const), this.#rows, { k, filter, without }))
  }

  termStatistics(terms: readonly string[]): Promise<TermStatistics> {
    const { rows, postings } = this.#built()
    const frequency = new Map(terms.map((term) => {
      const lists = lexicalTerms(term).map((part) => postings.get(part)?.length ?? 0)
      return [term, lists.length === 0 ? 0 : Math.min(...lists)] as const
    }))
    return Promise.resolve({ chunks: rows.length, frequency })
  }

  vectors(chunkIds: readonly ChunkId[]): Promise<Map<ChunkId, Float32Array>> {
    const wanted = new Set(chunkIds)
    return Promise.resolve(new Map(this.#rows.filter((row) => wanted.has(row.chunkId)).map((row) => [row.chunkId, row.vector])))
  }

  relocateDocument(documentId: DocumentId, place: { readonly path: string; readonly name: string }): Promise<void> {
    this.#rows = this.#rows.map((row) => (row.documentId === documentId ? renamed(row, place) : row))
    this.#index = undefined
    return Promise.resolve()
  }

  describeDocuments(): Promise<Map<DocumentId, { readonly sha256: string; readonly path: string; readonly rows: number }>> {
    const found = new Map<DocumentId, { sha256: string; path: string; rows: number }>()
    for (const { documentId, sha256, path } of this.#rows) found.set(documentId, { sha256, path, rows: (found.get(documentId)?.rows ?? 0) + 1 })
    return Promise.resolve(found)
  }

  refreshTextIndex(): Promise<void> {
    return Promise.resolve()
  }

  unindexedRows(): Promise<number> {
    return Promise.resolve(0)
  }

  listDocuments(): Promise<Map<DocumentId, string>> {
    return Promise.resolve(new Map(this.#rows.map((row) => [row.documentId, row.sha256])))
  }

  countRows(): Promise<number> {
    return Promise.resolve(this.#rows.length)
  }

  waste(): Promise<{ readonly smallFragments: number; readonly deletedShare: number }> {
    return Promise.resolve({ smallFragments: 0, deletedShare: 0 })
  }

  optimize(): Promise<void> {
    return Promise.resolve()
  }

  close(): Promise<void> {
    return Promise.resolve()
  }

  #built(): Index {
    if (this.#index !== undefined) return this.#index
    const postings = new Map<string, [number, number][]>()
    const lengths = this.#rows.map((row, number) => {
      const terms = lexicalTerms(row.lexicalText)
      const counts = new Map<string, number>()
      for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1)
      for (const [term, count] of counts) {
        const list = postings.get(term)
        if (list === undefined) postings.set(term, [[number, count]])
        else list.push([number, count])
      }
      return terms.length
    })
    const meanLength = Math.max(1, lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length))
    this.#index = { rows: this.#rows, postings, lengths, meanLength }
    return this.#index
  }
}

function best(scored: readonly (readonly [row: number, score: number])[], rows: readonly ChunkRow[], { k, filter, without }: Required<SearchOptions>): ScoredChunk[] {
  const everything = isEmptyFilter(filter)
  const hits: { row: ChunkRow; score: number }[] = []
  for (const [number, score] of scored) {
    const row = rows[number]
    if (row !== undefined && !without.includes(row.documentId) && (everything || matchesFilter(row, filter))) hits.push({ row, score })
  }
  hits.sort((a, b) => b.score - a.score || (a.row.chunkId < b.row.chunkId ? -1 : 1))
  return hits.slice(0, k).map(({ row: { vector: _vector, ...row }, score }) => ({ row, score }))
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let index = 0; index < a.length; index++) sum += (a[index] ?? 0) * (b[index] ?? 0)
  return sum
}

function renamed(row: ChunkRow, place: { readonly path: string; readonly name: string }): ChunkRow {
  const stem = fileStem(row.path)
  return {
    ...row, ...place, title: row.title === path.parse(row.name).name ? path.parse(place.name).name : row.title,
    lexicalText: stem !== '' && row.lexicalText.startsWith(stem) ? fileStem(place.path) + row.lexicalText.slice(stem.length) : row.lexicalText,
  }
}
