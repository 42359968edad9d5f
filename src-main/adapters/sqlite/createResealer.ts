import type { DatabaseSync } from 'node:sqlite'
import type { AuditNote, AuditRecord } from '../../../src-shared/domain/audit.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { Vault } from '../../core/lock/createVault.ts'
import type { Resealer } from '../../core/ports/Resealer.ts'
import { AUDIT_GUARDS } from './auditSchema.ts'
import { inTransaction } from './openDatabase.ts'
import { openEntry, sealEntry } from './sealedEntry.ts'

type Value = string | number | bigint | null | Uint8Array
type Row = Record<string, Value>

/** What holds content, by table. Names, paths, times, states and numbers are not among them: the work goes by them. */
const CATALOG_CONTENT: Readonly<Record<string, readonly string[]>> = {
  document: ['title', 'author', 'opening', 'warnings', 'unitReports'], unit: ['text', 'rest'], thread: ['title'], answer: ['answer'], feedback: ['note'], question: ['request', 'course', 'text'],
}
/** Small tables without row numbers, done at once. */
const CATALOG_VALUES = 'evaluationValue'
const CHECKPOINT_CONTENT: Readonly<Record<string, readonly string[]>> = { unit: ['text', 'rest', 'chunks'], reading: ['checkpoint'] }

/** Rows a transaction: about 50 ms for pages of text. */
const BATCH = 100

interface Column { readonly table: string; readonly names: readonly string[] }

export function createCatalogResealer(database: DatabaseSync, vault: Vault): Resealer {
  const byRow = rowResealer(database, vault, CATALOG_CONTENT)
  return {
    ...byRow,
    step() {
      const looked = byRow.step()
      if (looked > 0) return looked
      inTransaction(database, () => {
        const update = database.prepare(`UPDATE ${CATALOG_VALUES} SET value = ? WHERE kind = ? AND name = ?`)
        for (const { kind, name, value } of database.prepare(`SELECT kind, name, value FROM ${CATALOG_VALUES}`).all() as Row[]) update.run(reseal(value ?? null, vault), kind ?? null, name ?? null)
      })
      return 0
    },
  }
}

export function createCheckpointResealer(database: DatabaseSync, vault: Vault): Resealer {
  return rowResealer(database, vault, CHECKPOINT_CONTENT)
}

/** The log refuses every change of an entry; for the time of one transaction it lets its form change. What the entry says, and with it its hashes, stays. */
export function createAuditResealer(database: DatabaseSync, vault: Vault): Resealer {
  let after = 0
  return {
    count: () => Number(database.prepare('SELECT count(*) AS n FROM entries').get()?.n ?? 0),
    step: () => inTransaction(database, () => {
      const rows = database.prepare('SELECT sequence, record FROM entries WHERE sequence > ? ORDER BY sequence LIMIT ?').all(after, BATCH) as Row[]
      const changed = rows.flatMap(({ sequence, record }) => {
        const stored = String(record)
        const next = changedEntry(stored, vault)
        return next === stored ? [] : [[next, sequence ?? 0] as const]
      })
      if (changed.length > 0) {
        database.exec('DROP TRIGGER IF EXISTS entries_refuse_update')
        const update = database.prepare('UPDATE entries SET record = ? WHERE sequence = ?')
        for (const [record, sequence] of changed) update.run(record, sequence)
        database.exec(AUDIT_GUARDS)
      }
      after = Number(rows.at(-1)?.sequence ?? after)
      return rows.length
    }),
    finish: () => { forgetFormerPages(database) },
  }
}

/** An entry that cannot be read is left as it is: the verification names it. A redacted one is empty and stays so. */
function changedEntry(stored: string, vault: Vault): string {
  if (stored === '') return stored
  try {
    const content = openEntry(stored, vault)
    if (vault.isSealing && content !== stored) return stored
    return sealEntry(content, JSON.parse(content) as AuditRecord | AuditNote, vault)
  } catch {
    return stored
  }
}

function rowResealer(database: DatabaseSync, vault: Vault, content: Readonly<Record<string, readonly string[]>>): Resealer {
  const columns: readonly Column[] = Object.entries(content).map(([table, names]) => ({ table, names }))
  let at = 0
  let after = 0
  return {
    count: () => columns.reduce((sum, { table }) => sum + Number(database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n ?? 0), 0),
    step() {
      for (let column = columns[at]; column !== undefined; column = columns[at]) {
        const { table, names } = column
        const looked = inTransaction(database, () => {
          const rows = database.prepare(`SELECT rowid AS rowNumber, ${names.join(', ')} FROM ${table} WHERE rowid > ? ORDER BY rowid LIMIT ?`).all(after, BATCH) as Row[]
          const update = database.prepare(`UPDATE ${table} SET ${names.map((name) => `${name} = ?`).join(', ')} WHERE rowid = ?`)
          for (const row of rows) {
            const values = names.map((name) => reseal(row[name] ?? null, vault))
            if (values.some((value, index) => value !== row[names[index] ?? ''])) update.run(...values, Number(row.rowNumber))
          }
          after = Number(rows.at(-1)?.rowNumber ?? after)
          return rows.length
        })
        if (looked > 0) return looked
        at++
        after = 0
      }
      return 0
    },
    finish: () => { forgetFormerPages(database) },
  }
}

/** Sealed while the vault seals, plain while it does not; the same value when it has that form. What cannot be opened is left for whoever reads it to say so. */
function reseal(value: Value, vault: Vault): Value {
  if (typeof value !== 'string' && !(value instanceof Uint8Array)) return value
  if (vault.isSealing) return vault.seal(value)
  try {
    return vault.open(value)
  } catch {
    return value
  }
}

/** Old pages hold what was written over: the file is written anew and the write-ahead log emptied, so that neither has any of it. */
function forgetFormerPages(database: DatabaseSync): void {
  database.exec('VACUUM')
  const { busy } = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() ?? {}
  if (busy !== 0) throw new AppError('LIBRARY_IN_USE', 'Another process reads the library, so that what was there before cannot be removed from its files yet.', { action: 'End the other one; the work goes on by itself, or at the next start.' })
}
