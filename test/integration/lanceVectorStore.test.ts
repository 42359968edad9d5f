import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { openVectorStore } from '../../src-main/adapters/lance/openVectorStore.ts'
import { CONTRACT_DIMENSIONS, vectorStoreContract } from '../contract/vectorStoreContract.ts'

vectorStoreContract('LanceDB', async () => {
  const indexDir = await mkdtemp(path.join(os.tmpdir(), 'footnote-lance-'))
  const store = await openVectorStore({ indexDir, fingerprint: 'contract', dimensions: CONTRACT_DIMENSIONS })
  return {
    store,
    async dispose() {
      await store.close()
      await rm(indexDir, { recursive: true, force: true })
    },
  }
})
