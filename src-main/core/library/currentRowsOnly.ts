import type { LibraryReader } from '../ports/LibraryReader.ts'
import type { ScoredChunk, VectorStore } from '../ports/VectorStore.ts'

/**
 * The index as questions may see it: rows of current versions only. A publication writes rows first and then makes them current in the catalog;
 * in the milliseconds between, the index holds text whose places belong to no stored unit yet, and a quote cut there would be of the wrong text.
 */
export function currentRowsOnly(store: VectorStore, reader: Pick<LibraryReader, 'document'>): VectorStore {
  const isCurrent = ({ row }: ScoredChunk) => reader.document(row.documentId)?.sha256 === row.sha256
  return {
    ...store,
    searchLexical: async (query, options) => (await store.searchLexical(query, options)).filter(isCurrent),
    searchVector: async (vector, options) => (await store.searchVector(vector, options)).filter(isCurrent),
  }
}
