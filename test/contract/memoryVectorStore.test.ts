import { MemoryVectorStore } from '../eval/MemoryVectorStore.ts'
import { vectorStoreContract } from './vectorStoreContract.ts'

vectorStoreContract('in memory', () => {
  const store = new MemoryVectorStore('test')
  return Promise.resolve({ store, dispose: () => store.close() })
})
