import path from 'node:path'
import { openLockFile } from '../../../src-main/adapters/node/openLockFile.ts'
import { openCiphers } from '../../../src-main/adapters/sodium/openCiphers.ts'
import { openLock, type Lock } from '../../../src-main/core/lock/createLock.ts'
import { createVault } from '../../../src-main/core/lock/createVault.ts'
import { openStores } from '../../../src-main/hosts/openStores.ts'

export const PASSPHRASE = 'nine penguins at dawn'

/** The databases of a library with its lock, as the engine opens them; `seal` runs the lock's job, `onStep` after each batch. */
export async function openLockedStores(dataDir: string, options: { readonly passphrase?: string } = {}) {
  const vault = createVault()
  const lock: Lock = await openLock({ file: openLockFile(dataDir), vault, ciphers: openCiphers, cost: { operations: 1, memoryBytes: 8 * 1024 * 1024 } }, () => options.passphrase)
  const stores = openStores({ dataDir: path.resolve(dataDir), readOnly: false, repairAudit: false, now: new Date(), vault })
  const resealers = () => [stores.resealer, stores.auditLog.resealer].flatMap((make) => make?.() ?? [])
  return {
    ...stores, lock, vault,
    seal: (onStep: (done: number) => void = () => undefined) => lock.job(resealers).run({}, { jobId: 'j' as never, signal: new AbortController().signal, progress: ({ done }) => { onStep(done) } }),
    close() {
      stores.auditLog.close()
      stores.catalog.close()
    },
  }
}
