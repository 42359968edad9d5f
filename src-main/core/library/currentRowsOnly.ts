import type { LibraryReader } from '../ports/LibraryReader.ts'
import type { ScoredChunk, VectorStore } from '../ports/VectorStore.ts'

/**
 * The index as questions may see it: rows of current versions only. A publication writes rows first and then makes them current in the catalog;
 * in the milliseconds between, the index holds text whose places belong to no stored unit yet, and a quote cut there would be of the wrong text. Documents that the reader
 * withholds are left out before ranking: they must not take the places of others.
 */
export function currentRowsOnly(store: VectorStore, reader: Pick<LibraryReader, 'document' | 'withheld'>): VectorStore {
  const isCurrent = ({ row }: ScoredChunk) => reader.document(row.documentId)?.sha256 === row.sha256
  return {
    ...store,
    searchLexical: async (query, options) => (await store.searchLexical(query, { ...options, without: reader.withheld?.() ?? [] })).filter(isCurrent),
    searchVector: async (vector, options) => (await store.searchVector(vector, { ...options, without: reader.withheld?.() ?? [] })).filter(isCurrent),
  }
}
