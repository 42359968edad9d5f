import type { DocumentFilter } from '../../../src-shared/domain/filter.ts'
import type { ChunkId, DocumentId } from '../../../src-shared/domain/ids.ts'

/** One row of the index. Dates are epoch milliseconds so that filters compare numbers. */
export interface ChunkRow {
  readonly chunkId: ChunkId
  readonly documentId: DocumentId
  /** Content hash of the version that this row belongs to. */
  readonly sha256: string
  readonly unit: number
  readonly ordinal: number
  readonly charStart: number
  readonly charEnd: number
  /** The unit's stored text at `charStart..charEnd`. */
  readonly text: string
  /** What full text searches: a "title – headings" line and `context`, then `text`. Never in the vector. */
  readonly lexicalText: string
  readonly vector: Float32Array
  readonly path: string
  readonly name: string
  readonly type: string
  readonly title: string
  readonly author: string
  readonly language: string
  readonly dateMs: number
}

export interface ScoredChunk {
  readonly row: Omit<ChunkRow, 'vector'>
  /** BM25 for full text; cosine, -1 to 1, for vectors. Higher is better. */
  readonly score: number
}

export type ChunkText = Pick<ChunkRow, 'documentId' | 'unit' | 'charStart' | 'charEnd' | 'text'>

export interface SearchOptions {
  readonly k: number
  readonly filter?: DocumentFilter
  /** Documents left out before ranking, whatever the filter says. */
  readonly without?: readonly DocumentId[]
}

export interface TermStatistics {
  readonly chunks: number
  /** Chunks that hold the term, by term as given. */
  readonly frequency: ReadonlyMap<string, number>
}

/** Chunks with vectors and full text; one table an embedding fingerprint. */
export interface VectorStore {
  readonly fingerprint: string
  /**
   * Replaces all rows of the named documents by `rows`. New rows are there before the former ones go, so that for a moment both versions are: readers go by `sha256`.
   * A failure leaves the former rows, the new ones or both; doing it again makes it right.
   */
  replaceDocuments(documentIds: readonly DocumentId[], rows: readonly ChunkRow[]): Promise<void>
  removeDocuments(documentIds: readonly DocumentId[]): Promise<void>
  /** After a rename or move: new `path` and `name` on the rows, also where the name is searched; vectors and text stay. */
  relocateDocument(documentId: DocumentId, place: { readonly path: string; readonly name: string }): Promise<void>
  searchLexical(query: string, options: SearchOptions): Promise<ScoredChunk[]>
  searchVector(vector: Float32Array, options: SearchOptions): Promise<ScoredChunk[]>
  /** For the gated fusion and for idf-weighted cover of a question. */
  termStatistics(terms: readonly string[]): Promise<TermStatistics>
  /** Vectors of the given chunks, in no order; absent ones are left out. */
  vectors(chunkIds: readonly ChunkId[]): Promise<Map<ChunkId, Float32Array>>
  /** Every document in the index with the content hash of its rows; used to sweep orphans at start. */
  listDocuments(): Promise<Map<DocumentId, string>>
  /** The same with paths and counts: what a full comparison with the catalog needs. */
  describeDocuments(): Promise<Map<DocumentId, { readonly sha256: string; readonly path: string; readonly rows: number }>>
  /** Every row's place and text, a slice at a time, in no order: for checking that stored units still say what was indexed. */
  chunkTexts(): AsyncIterable<readonly ChunkText[]>
  countRows(): Promise<number>
  /** Rows that full text still searches one by one; `optimize` brings it to zero. */
  unindexedRows(): Promise<number>
  /** What compaction would mend; costs a look at the table's metadata. `deletedShare`: of the rows in the files, those that are no more. */
  waste(): Promise<{ readonly smallFragments: number; readonly deletedShare: number }>
  /** Makes the full-text index anew over all rows, without touching them: for small tables. */
  refreshTextIndex(): Promise<void>
  /** Compacts and brings the full-text index up to date; cheap when nothing changed. */
  optimize(): Promise<void>
  close(): Promise<void>
}
