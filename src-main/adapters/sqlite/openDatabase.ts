import { existsSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import { toStorageError } from './toStorageError.ts'

export interface OpenOptions {
  /** SQL that brings a database from version `index` to `index + 1`; the first one creates it. Never edited once released. */
  readonly migrations: readonly string[]
  readonly readOnly?: boolean
}

/**
 * Opens a database in WAL mode, checks it and brings it to the newest schema. `user_version` counts the migrations that were applied,
 * each in its own transaction, so that a crash between two leaves a valid older version.
 *
 * Throws AppError NEWER_LIBRARY when a newer program wrote it (nothing is changed; it can be opened for reading), DAMAGED_LIBRARY when `quick_check` finds damage or it is no database.
 */
export function openDatabase(file: string, { migrations, readOnly = false }: OpenOptions): DatabaseSync {
  let database: DatabaseSync | undefined
  try {
    if (!readOnly) mkdirSync(path.dirname(file), { recursive: true })
    // Looking into a library that does not exist yet makes an empty one, without the writer's lock: whoever begins to write at the same moment must not be refused.
    else if (!existsSync(file)) openDatabase(file, { migrations }).close()
    database = new DatabaseSync(file, { readOnly, timeout: 5000 })
    const version = userVersion(database)
    if (version > migrations.length && !readOnly) throw new AppError('NEWER_LIBRARY')
    if (readOnly && version < migrations.length) {
      // A library of an older version is brought up to date by whoever opens it first, also to look only.
      database.close()
      openDatabase(file, { migrations }).close()
      database = new DatabaseSync(file, { readOnly, timeout: 5000 })
    }
    database.exec('PRAGMA foreign_keys = ON')
    if (!readOnly) {
      // NORMAL in WAL: a power cut may lose the last transactions, never the database; a killed process loses nothing.
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 2000')
    }
    if (version > 0) check(database, file)
    if (!readOnly) migrate(database, migrations, version)
    return database
  } catch (error) {
    database?.close()
    throw toStorageError(error)
  }
}

/** Whether a newer program wrote the database. False where there is none, or none that can be read: opening it says more. */
export function isNewer(file: string, migrations: readonly string[]): boolean {
  if (!existsSync(file)) return false
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(file, { readOnly: true, timeout: 5000 })
    return userVersion(database) > migrations.length
  } catch {
    return false
  } finally {
    database?.close()
  }
}

function userVersion(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0)
}

function check(database: DatabaseSync, file: string): void {
  // quick_check skips the comparison of indexes with their tables: seconds instead of minutes on a large library.
  const rows = database.prepare('PRAGMA quick_check(1)').all()
  if (rows.length !== 1 || rows[0]?.quick_check !== 'ok') {
    throw new AppError('DAMAGED_LIBRARY', `${path.basename(file)} is damaged: ${String(rows[0]?.quick_check).replaceAll('\n', ' ')}`)
  }
}

/** Brings an open database to the newest schema, each step in its own transaction. Throws NEWER_LIBRARY. */
export function migrate(database: DatabaseSync, migrations: readonly string[], from = userVersion(database)): void {
  if (from > migrations.length) throw new AppError('NEWER_LIBRARY')
  for (const [index, sql] of migrations.entries()) {
    if (index < from) continue
    database.exec('BEGIN IMMEDIATE')
    try {
      // Another process may have been faster between the first look and this lock.
      if (userVersion(database) === index) database.exec(`${sql}; PRAGMA user_version = ${index + 1}`)
      database.exec('COMMIT')
    } catch (error) {
      database.exec('ROLLBACK')
      throw error
    }
  }
}

/** Runs `work` in one transaction; any throw rolls it back. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  try {
    database.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      database.exec('COMMIT')
      return result
    } catch (error) {
      // A full disk may already have rolled back.
      if (database.isTransaction) database.exec('ROLLBACK')
      throw error
    }
  } catch (error) {
    throw toStorageError(error)
  }
}
