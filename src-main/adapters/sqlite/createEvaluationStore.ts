import type { DatabaseSync } from 'node:sqlite'
import { inTransaction } from './openDatabase.ts'

/** Saved evaluation runs by name; the newest under a name wins. `run` is plain data. */
export interface EvaluationStore {
  save(name: string, saved: string, run: unknown): void
  load(name: string): unknown
  list(): readonly { readonly name: string; readonly saved: string }[]
}

export function createEvaluationStore(database: DatabaseSync): EvaluationStore {
  const save = database.prepare('INSERT INTO evaluation VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET saved = excluded.saved, run = excluded.run')
  const load = database.prepare('SELECT run FROM evaluation WHERE name = ?')
  const list = database.prepare('SELECT name, saved FROM evaluation ORDER BY saved DESC')
  return {
    save: (name, saved, run) => inTransaction(database, () => { save.run(name, saved, JSON.stringify(run)) }),
    load: (name) => {
      const row = load.get(name)
      return row === undefined ? undefined : JSON.parse(String(row.run)) as unknown
    },
    list: () => list.all().map((row) => ({ name: String(row.name), saved: String(row.saved) })),
  }
}
