import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import { toStorageError } from './toStorageError.ts'

export interface LockHolder {
  readonly pid: number
  /** What a person would call it: `the command line`, `the window`. */
  readonly program: string
  /** ISO 8601 UTC. */
  readonly since: string
}

export interface WriterLock {
  release(): void
}

/**
 * Only one process writes to a library: two would interleave Lance commits with catalog rows. The lock is an exclusive transaction
 * held open on `lock.db`. SQLite maps it to a lock of the operating system, which ends with the process however it dies, so
 * there is nothing stale to judge by process ids and ages (a pid may have been given to another program, a clock may jump). `lock.json` beside it only
 * names the holder.
 *
 * Throws AppError LIBRARY_IN_USE naming the holder.
 */
export function acquireWriterLock(dataDir: string, program: string): WriterLock {
  try {
    return lock(dataDir, program)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'DAMAGED_LIBRARY') throw error
    // It holds nothing, and a file that is no database is not held as one.
    rmSync(path.join(dataDir, 'lock.db'), { force: true })
    return lock(dataDir, program)
  }
}

function lock(dataDir: string, program: string): WriterLock {
  const nameFile = path.join(dataDir, 'lock.json')
  let database: DatabaseSync | undefined
  try {
    mkdirSync(dataDir, { recursive: true })
    // The old holder may be ending just now: half a second of patience, no more.
    database = new DatabaseSync(path.join(dataDir, 'lock.db'), { timeout: 500 })
    // No WAL here: in WAL mode an exclusive transaction would still let a second one prepare; and nothing is ever written.
    database.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE')
  } catch (error) {
    database?.close()
    const known = toStorageError(error)
    if (known.code !== 'LIBRARY_IN_USE') throw known
    const holder = readHolder(nameFile)
    const who = holder === undefined ? 'Another Footnote process' : `${capitalised(holder.program)} (process ${holder.pid}, since ${holder.since})`
    throw new AppError('LIBRARY_IN_USE', `${who} holds this library.`, { cause: error })
  }
  const held = database
  const holder: LockHolder = { pid: process.pid, program, since: new Date().toISOString() }
  writeFileSync(nameFile, JSON.stringify(holder))
  return {
    release() {
      if (held.isOpen) held.close()
    },
  }
}

function readHolder(file: string): LockHolder | undefined {
  try {
    const holder = JSON.parse(readFileSync(file, 'utf8')) as Partial<LockHolder>
    return typeof holder.pid === 'number' && typeof holder.program === 'string' && typeof holder.since === 'string' ? { pid: holder.pid, program: holder.program, since: holder.since } : undefined
  } catch {
    return undefined
  }
}

function capitalised(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}
