import { AppError, toAppError } from '../../../src-shared/errors/AppError.ts'

/** Primary result codes of SQLite (https://www.sqlite.org/rescode.html) that a person can do something about. */
const SQLITE_BUSY = 5
const SQLITE_READONLY = 8
const SQLITE_CORRUPT = 11
const SQLITE_FULL = 13
const SQLITE_CANTOPEN = 14
const SQLITE_NOTADB = 26

/** A thrown SQLite error as an AppError: a full disk and a read-only place have their own codes. */
export function toStorageError(thrown: unknown): AppError {
  if (thrown instanceof Error && 'errcode' in thrown && typeof thrown.errcode === 'number') {
    switch (thrown.errcode & 0xff) {
      case SQLITE_CORRUPT:
      case SQLITE_NOTADB: return new AppError('DAMAGED_LIBRARY', undefined, { cause: thrown })
      case SQLITE_FULL: return new AppError('DISK_FULL', undefined, { cause: thrown })
      case SQLITE_READONLY:
      case SQLITE_CANTOPEN: return new AppError('READ_ONLY', undefined, { cause: thrown })
      case SQLITE_BUSY: return new AppError('LIBRARY_IN_USE', undefined, { cause: thrown })
    }
  }
  return toAppError(thrown)
}
