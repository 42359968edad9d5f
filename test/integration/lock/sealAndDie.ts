import { openLockedStores } from './lockedStores.ts'

/** Seals (or opens) a library and tells each step; killed from outside in the middle. */
const [dataDir = '', passphrase = ''] = process.argv.slice(2)
const stores = await openLockedStores(dataDir, { passphrase })
await stores.seal((done) => {
  process.send?.(done)
  // Long enough for the other side to kill it between two batches.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 40)
})
process.send?.('done')
process.disconnect()
