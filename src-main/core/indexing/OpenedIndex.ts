import type { IndexReference } from '../ports/Catalog.ts'
import type { Embedder } from '../ports/Embedder.ts'
import type { VectorStore } from '../ports/VectorStore.ts'

/** An index with the embedder that made its vectors: the two are never used apart. */
export interface OpenedIndex<Own extends Embedder = Embedder> {
  readonly reference: IndexReference
  readonly store: VectorStore
  readonly embedder: Own
}
