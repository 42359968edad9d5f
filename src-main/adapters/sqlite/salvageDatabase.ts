import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { isSealed } from '../../core/lock/createVault.ts'
import { openDatabase } from './openDatabase.ts'

type Value = string | number | bigint | null | Uint8Array
type Row = Record<string, Value>

export interface SalvageOptions {
  readonly migrations: readonly string[]
  /** Where the damaged file is kept, with the time in its name. */
  readonly damagedDir: string
  readonly now: Date
  /** Rows that can be read and are nonsense all the same: columns that hold JSON. */
  readonly jsonColumns: Readonly<Record<string, readonly string[]>>
  /** Run on the new database before rows go whose parents are lost. */
  readonly mend: string
}

export interface Salvage {
  /** The damaged file at its new place. */
  readonly keptAs: string
  /** Rows saved, by table. */
  readonly rows: Readonly<Record<string, number>>
}

/**
 * Makes a sound database of what can still be read of a damaged one, and sets the damaged one aside. Each table is read from both ends to the damage, and
 * what lies between by halves, so that one broken page costs its own rows. The new file is finished before the old one moves: a crash leaves either the damaged
 * file in place, or the finished one for `finishSalvage`.
 */
export function salvageDatabase(file: string, { migrations, damagedDir, now, jsonColumns, mend }: SalvageOptions): Salvage {
  const fresh = `${file}.salvaged`
  const rows: Record<string, number> = {}
  removeDatabase(fresh)
  const target = openDatabase(fresh, { migrations })
  try {
    const source = openDamaged(file)
    if (source !== undefined) {
      // Parents may be lost whose children are not, and the reverse: sorted out at the end.
      target.exec('PRAGMA foreign_keys = OFF')
      for (const { name } of target.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").all() as { name: string }[]) {
        rows[name] = copyTable(source, target, name, jsonColumns[name] ?? [])
      }
      target.exec(mend)
      for (const { table, rowid } of target.prepare('PRAGMA foreign_key_check').all() as { table: string; rowid: number }[]) target.prepare(`DELETE FROM "${table}" WHERE rowid = ?`).run(rowid)
      source.close()
    }
    target.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  } finally {
    target.close()
  }
  const keptAs = setAside(file, damagedDir, now)
  finishSalvage(file)
  return { keptAs, rows }
}

/** After a crash between setting the damaged file aside and putting the new one in its place. */
export function finishSalvage(file: string): void {
  if (existsSync(file) || !existsSync(`${file}.salvaged`)) return
  renameSync(`${file}.salvaged`, file)
}

/** Moves a database with its log to the folder of damaged files; gives its new name. */
export function setAside(file: string, damagedDir: string, now: Date): string {
  mkdirSync(damagedDir, { recursive: true })
  const { name, ext } = path.parse(file)
  const kept = path.join(damagedDir, `${name}-${now.toISOString().replace(/[:.]/g, '-')}${ext}`)
  // The log first: without it the main file is only older, a log without its file is nothing.
  for (const suffix of ['-wal', '-shm', '']) if (existsSync(file + suffix)) renameSync(file + suffix, kept + suffix)
  return kept
}

/** Halving finds the rows around a few broken pages in some dozens of tries; a table whose root is broken would go on for ever. */
const MOST_FAILURES = 2000

function removeDatabase(file: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true })
}

function openDamaged(file: string): DatabaseSync | undefined {
  try {
    const database = new DatabaseSync(file, { readOnly: true })
    database.prepare('SELECT name FROM sqlite_master').all()
    return database
  } catch {
    return undefined
  }
}

function copyTable(source: DatabaseSync, target: DatabaseSync, table: string, jsonColumns: readonly string[]): number {
  const columns = columnsOf(target, table).filter((column) => columnsOf(source, table).includes(column))
  if (columns.length === 0) return 0
  const list = columns.map((column) => `"${column}"`).join(', ')
  const insert = target.prepare(`INSERT OR REPLACE INTO "${table}" (${list}) VALUES (${columns.map(() => '?').join(', ')})`)
  let copied = 0
  let failures = 0

  function take(row: Row): void {
    try {
      for (const column of jsonColumns) if (typeof row[column] === 'string' && !isSealed(row[column])) JSON.parse(row[column])
      insert.run(...columns.map((column) => row[column] ?? null))
      copied++
    } catch {
      // A row that breaks the schema's own rules is damage, not data.
    }
  }

  /** Takes rows from one end of `low..high` until damage; gives the last row number taken, and whether it came to the end. */
  function run(low: number, high: number, direction: 'ASC' | 'DESC'): { readonly last: number | undefined; readonly isWhole: boolean } {
    let last: number | undefined
    try {
      for (const row of source.prepare(`SELECT rowid AS salvagedRow, ${list} FROM "${table}" WHERE rowid BETWEEN ? AND ? ORDER BY rowid ${direction}`).iterate(low, high) as Iterable<Row>) {
        take(row)
        last = Number(row.salvagedRow)
      }
      return { last, isWhole: true }
    } catch {
      failures++
      return { last, isWhole: false }
    }
  }

  function salvage(low: number, high: number): void {
    if (low > high || failures > MOST_FAILURES) return
    const forwards = run(low, high, 'ASC')
    if (forwards.isWhole) return
    const from = (forwards.last ?? low - 1) + 1
    const backwards = run(from, high, 'DESC')
    if (backwards.isWhole) return
    const to = (backwards.last ?? high + 1) - 1
    const middle = Math.floor((from + to) / 2)
    if (from >= to) return
    salvage(from, middle)
    salvage(middle + 1, to)
  }

  target.exec('BEGIN')
  try {
    if (hasRowIds(source, table)) salvage(0, highestRow(source, table))
    else for (const row of source.prepare(`SELECT ${list} FROM "${table}"`).iterate() as Iterable<Row>) take(row)
  } catch {
    // A table whose root is damaged has nothing to give.
  }
  target.exec('COMMIT')
  return copied
}

/** The last row number, or a bound where the right edge of the table is damaged. */
function highestRow(source: DatabaseSync, table: string): number {
  try {
    return Number(source.prepare(`SELECT max(rowid) AS last FROM "${table}"`).get()?.last ?? 0)
  } catch {
    return 2 ** 24
  }
}

function columnsOf(database: DatabaseSync, table: string): string[] {
  return (database.prepare(`PRAGMA table_info("${table}")`).all() as { name: string }[]).map(({ name }) => name)
}

function hasRowIds(database: DatabaseSync, table: string): boolean {
  return database.prepare("SELECT 1 FROM sqlite_master WHERE name = ? AND upper(sql) LIKE '%WITHOUT ROWID%'").get(table) === undefined
}
