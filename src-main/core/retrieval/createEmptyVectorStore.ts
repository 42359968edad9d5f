import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { VectorStore } from '../ports/VectorStore.ts'

/** The index of a library into which nothing was ever added, opened for reading: it finds nothing and takes nothing. */
export function createEmptyVectorStore(fingerprint: string): VectorStore {
  const refuse = () => Promise.reject(new AppError('READ_ONLY', 'This library is open for reading only.'))
  return {
    fingerprint, replaceDocuments: refuse, removeDocuments: refuse, relocateDocument: refuse,
    searchLexical: () => Promise.resolve([]), searchVector: () => Promise.resolve([]),
    termStatistics: (terms) => Promise.resolve({ chunks: 0, frequency: new Map(terms.map((term) => [term, 0])) }),
    vectors: () => Promise.resolve(new Map()), listDocuments: () => Promise.resolve(new Map()), describeDocuments: () => Promise.resolve(new Map()),
    chunkTexts: async function* () { /* nothing */ },
    countRows: () => Promise.resolve(0), unindexedRows: () => Promise.resolve(0), refreshTextIndex: () => Promise.resolve(),
    waste: () => Promise.resolve({ smallFragments: 0, deletedShare: 0 }),
    optimize: () => Promise.resolve(), close: () => Promise.resolve(),
  }
}
