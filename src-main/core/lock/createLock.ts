import { MIN_PASSPHRASE_CHARS, type LockStatus } from '../../../src-shared/domain/lock.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { JobKind } from '../jobs/JobKind.ts'
import type { Ciphers, DerivationCost } from '../ports/Ciphers.ts'
import type { Resealer } from '../ports/Resealer.ts'
import type { VaultControl } from './createVault.ts'
import { newDataKey, parseLockRecord, unwrapKey, wrapKey, type LockRecord } from './lockRecord.ts'

/** Where `passphrase.json` lies; `write` replaces it whole and forces it to the disk, and keeps no copy of the former one. */
export interface LockFile {
  read(): string | undefined
  write(text: string): void
  remove(): void
}

export interface LockDeps {
  readonly file: LockFile
  readonly vault: VaultControl
  /** Loaded when there is a lock, or one is turned on. */
  readonly ciphers: () => Promise<Ciphers>
  /** Of making a key from a passphrase; absent: what `lockRecord` says. For tests. */
  readonly cost?: DerivationCost
}

/** The lock of an opened library. */
export interface Lock {
  status(): LockStatus
  /** Begins to seal: new content is sealed from now on; the work is to be started by the caller. Throws WRONG_USAGE for a short passphrase, NOT_ALLOWED when there is a lock. */
  turnOn(passphrase: string): Promise<void>
  /** Begins to open. Throws WRONG_PASSPHRASE. */
  turnOff(passphrase: string): Promise<void>
  /** Wraps the data key anew; no content is touched. Throws WRONG_PASSPHRASE. */
  change(passphrase: string, next: string): Promise<void>
  /** Throws WRONG_PASSPHRASE. */
  check(passphrase: string): Promise<void>
  /** Work that an earlier process left. */
  isUnfinished(): boolean
  readonly job: (resealers: () => readonly Resealer[]) => JobKind<unknown>
}

export const SEAL_JOB = 'seal'

/** Unlocks the library's vault where it has a lock. Throws LOCKED without a passphrase, WRONG_PASSPHRASE with another. */
export async function openLock(deps: LockDeps, passphrase: () => string | undefined | Promise<string | undefined>): Promise<Lock> {
  const { file, vault } = deps
  let record = parseLockRecord(file.read())
  if (record !== undefined) {
    const given = await passphrase()
    if (given === undefined || given === '') throw new AppError('LOCKED')
    const ciphers = await deps.ciphers()
    vault.useKey(ciphers, unwrapKey(ciphers, record, given), record.state !== 'opening')
  }

  function save(next: LockRecord): void {
    file.write(`${JSON.stringify(next, null, 2)}\n`)
    record = next
  }

  function current(): LockRecord {
    if (record === undefined) throw new AppError('NOT_ALLOWED', 'This library has no lock.', { action: 'Turn it on with lock on, or in the settings.' })
    return record
  }

  return {
    status: () => ({ state: record?.state ?? 'off', isLocked: false }),
    isUnfinished: () => record !== undefined && record.state !== 'on',
    async turnOn(given) {
      if (record !== undefined && record.state !== 'opening') throw new AppError('NOT_ALLOWED', 'This library has a lock already.', { action: 'Change its passphrase with lock passphrase.' })
      checkStrength(given)
      const ciphers = await deps.ciphers()
      // Turned on again while it was being opened: the key that part of the content is sealed with stays.
      const key = vault.key() ?? newDataKey(ciphers)
      save(wrapKey(ciphers, key, given, 'sealing', deps.cost))
      vault.useKey(ciphers, key, true)
    },
    async turnOff(given) {
      const ciphers = await deps.ciphers()
      const key = unwrapKey(ciphers, current(), given)
      save({ ...current(), state: 'opening' })
      vault.useKey(ciphers, key, false)
    },
    async change(given, next) {
      const ciphers = await deps.ciphers()
      const key = unwrapKey(ciphers, current(), given)
      checkStrength(next)
      save(wrapKey(ciphers, key, next, current().state, deps.cost))
    },
    async check(given) {
      if (record !== undefined) unwrapKey(await deps.ciphers(), record, given)
    },
    job: (resealers) => ({
      kind: SEAL_JOB, lane: 'index', recovery: 'requeue', attempts: 3,
      async run(_payload, { signal, progress }) {
        const state = record?.state
        if (state !== 'sealing' && state !== 'opening') return
        const stage = state === 'sealing' ? 'encrypting' : 'decrypting'
        const all = resealers()
        const total = all.reduce((sum, resealer) => sum + resealer.count(), 0)
        let done = 0
        for (const resealer of all) {
          for (let looked = resealer.step(); looked > 0; looked = resealer.step()) {
            done += looked
            progress({ stage, done: Math.min(done, total), total, unit: 'rows' })
            // Answers and windows in between.
            await new Promise((resolve) => { setImmediate(resolve) })
            signal.throwIfAborted()
            if (record?.state !== state) return
          }
          resealer.finish()
        }
        if (state === 'sealing') save({ ...current(), state: 'on' })
        else {
          file.remove()
          record = undefined
          vault.dropKey()
        }
      },
    }),
  }
}

function checkStrength(passphrase: string): void {
  if ([...passphrase].length < MIN_PASSPHRASE_CHARS) throw new AppError('WRONG_USAGE', `A passphrase needs at least ${MIN_PASSPHRASE_CHARS} characters.`, { action: 'Take several words: length counts more than signs.' })
}
