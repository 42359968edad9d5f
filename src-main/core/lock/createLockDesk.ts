import type { JobId } from '../../../src-shared/domain/ids.ts'
import type { LockStatus } from '../../../src-shared/domain/lock.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { Library } from '../library/Library.ts'
import { SEAL_JOB, type Lock } from './createLock.ts'

/** Work that was begun; `finished` rejects when it failed or was cancelled. */
export interface LockWork {
  readonly jobId: JobId
  readonly finished: Promise<void>
}

/** The lock as the hosts see it. */
export interface LockDesk {
  status(): LockStatus
  /** Everything that is stored is encrypted from now on, what is there already by a durable job. Throws WRONG_USAGE for a short passphrase, NOT_ALLOWED where there is a lock. */
  turnOn(passphrase: string): Promise<LockWork>
  /** Throws WRONG_PASSPHRASE. */
  turnOff(passphrase: string): Promise<LockWork>
  /** Throws WRONG_PASSPHRASE. */
  change(passphrase: string, next: string): Promise<void>
  /** Opens the library that `lockNow` closed. Throws WRONG_PASSPHRASE. */
  unlock(passphrase: string): Promise<void>
  /** Closes the library until it is unlocked; work stops at a safe point and goes on after that. Throws NOT_ALLOWED where there is no lock, or no window to unlock it in. */
  lockNow(): Promise<void>
}

interface LockDeskDeps {
  readonly lock: Lock
  readonly library: Pick<Library, 'enqueue' | 'result'>
  readonly isReadOnly: boolean
  /** Processes beside the engine get the key when they start: those that run are ended. */
  readonly onKey: () => void | Promise<void>
}

const SEALING = 'Encrypting the library'
const OPENING = 'Decrypting the library'

export function createLockDesk({ lock, library, isReadOnly, onKey }: LockDeskDeps): LockDesk {
  function begin(label: string): LockWork {
    const jobId = library.enqueue({ kind: SEAL_JOB, key: SEAL_JOB, label, payload: {} })
    const finished = library.result(jobId).then(() => undefined)
    // Whoever does not wait for it sees it among the jobs.
    finished.catch(() => undefined)
    return { jobId, finished }
  }
  function checkWritable(): void {
    if (isReadOnly) throw new AppError('READ_ONLY', 'This library is open for reading only.', { action: 'Close the other Footnote first.' })
  }

  if (!isReadOnly && lock.isUnfinished()) begin(lock.status().state === 'sealing' ? SEALING : OPENING)
  return {
    status: () => lock.status(),
    async turnOn(passphrase) {
      checkWritable()
      await lock.turnOn(passphrase)
      await onKey()
      return begin(SEALING)
    },
    async turnOff(passphrase) {
      checkWritable()
      await lock.turnOff(passphrase)
      await onKey()
      return begin(OPENING)
    },
    async change(passphrase, next) {
      checkWritable()
      await lock.change(passphrase, next)
    },
    unlock: (passphrase) => lock.check(passphrase),
    lockNow: () => Promise.reject(new AppError('NOT_ALLOWED', 'A library is locked in its window; here it is locked as soon as the command ends.')),
  }
}
