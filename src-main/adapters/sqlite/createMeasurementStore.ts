import type { DatabaseSync } from 'node:sqlite'
import type { Measurement, MeasurementStore } from '../../core/ports/MeasurementStore.ts'
import { inTransaction } from './openDatabase.ts'

/** The time series of monitoring in `catalog.db`. */
export function createMeasurementStore(database: DatabaseSync): MeasurementStore {
  const add = database.prepare('INSERT INTO measurement VALUES (?, ?, ?, ?) ON CONFLICT (kind, key) DO UPDATE SET atMs = excluded.atMs, value = excluded.value')
  const between = database.prepare('SELECT key, atMs, value FROM measurement WHERE kind = ? AND atMs >= ? AND atMs < ? ORDER BY atMs, key')
  const get = database.prepare('SELECT key, atMs, value FROM measurement WHERE kind = ? AND key = ?')
  const newest = database.prepare('SELECT key, atMs, value FROM measurement WHERE kind = ? ORDER BY atMs DESC, key DESC LIMIT 1')
  const prune = database.prepare('DELETE FROM measurement WHERE kind = ? AND atMs < ?')
  return {
    add: (kind, { key, atMs, values }) => inTransaction(database, () => { add.run(kind, key, atMs, JSON.stringify(values)) }),
    between: (kind, fromMs, toMs) => between.all(kind, fromMs, toMs).map(fromRow),
    get: (kind, key) => {
      const row = get.get(kind, key)
      return row === undefined ? undefined : fromRow(row)
    },
    newest: (kind) => {
      const row = newest.get(kind)
      return row === undefined ? undefined : fromRow(row)
    },
    prune: (kind, beforeMs) => inTransaction(database, () => { prune.run(kind, beforeMs) }),
  }
}

function fromRow(row: Record<string, unknown>): Measurement<object> {
  return { key: String(row['key']), atMs: Number(row['atMs']), values: JSON.parse(String(row['value'])) as object }
}
