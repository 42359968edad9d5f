import type { DatabaseSync } from 'node:sqlite'
import { inTransaction } from './openDatabase.ts'

/**
 * Writes tables anew, so that no byte of a removed row stays in the file. `secure_delete` alone overwrites rows where they lay last: when a page was rebuilt meanwhile, an older copy stays in
 * its free space. Rewriting a table frees, and so overwrites, each of its pages; unlike VACUUM it costs nothing of the other tables, which may hold the text of a whole library. The database
 * must have been opened with `secure_delete`. The write-ahead log is emptied, unless another process reads it at this moment; then that happens with the next one.
 */
export function scrubTables(database: DatabaseSync, tables: readonly string[]): void {
  // The copy must not go through a temporary file, and emptying a table must not take the rows that refer to it.
  database.exec('PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = OFF')
  try {
    inTransaction(database, () => {
      for (const table of tables) {
        const columns = database.prepare(`PRAGMA table_info(${table})`).all().map(({ name }) => String(name))
        const hasRowid = !/WITHOUT\s+ROWID/i.test(String(database.prepare('SELECT sql FROM sqlite_schema WHERE name = ?').get(table)?.['sql']))
        const all = [...(hasRowid ? ['rowid'] : []), ...columns].join(', ')
        database.exec(`CREATE TEMP TABLE scrubbed AS SELECT ${hasRowid ? 'rowid AS oldRowid, ' : ''}${columns.join(', ')} FROM main.${table}`)
        database.exec(`DELETE FROM main.${table}; INSERT INTO main.${table} (${all}) SELECT * FROM temp.scrubbed; DROP TABLE temp.scrubbed`)
      }
    })
  } finally {
    database.exec('PRAGMA foreign_keys = ON')
  }
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
}
