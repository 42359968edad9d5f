import { fileURLToPath } from 'node:url'
import { composeEngine } from '../../src-main/hosts/composeEngine.ts'
import { silent } from './testModels.ts'

/** Begins to make the index of a library anew with the multilingual embedder and says when the first document is through. */
const [dataDir = ''] = process.argv.slice(2)
const engine = await composeEngine({ dataDir, resourcesDir: fileURLToPath(new URL('../../resources', import.meta.url)), logger: silent })
let isTold = false
await engine.reindex({
  embedding: 'multilingual-e5-small', override: null, isRollback: false,
  onProgress({ progress }) {
    if (isTold || progress.stage !== 'embed' || progress.done < 2) return
    isTold = true
    process.send?.('underway')
  },
})
process.send?.('done')
