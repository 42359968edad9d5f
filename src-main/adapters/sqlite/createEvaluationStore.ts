import type { DatabaseSync } from 'node:sqlite'
import type { EvaluationStore } from '../../core/ports/EvaluationStore.ts'
import { PLAIN_VAULT, type Vault } from '../../core/lock/createVault.ts'
import { inTransaction } from './openDatabase.ts'

/** Runs, configurations, question sets and samples in `catalog.db`; each is kept whole as JSON. */
export function createEvaluationStore(database: DatabaseSync, vault: Vault = PLAIN_VAULT): EvaluationStore {
  const save = database.prepare('INSERT INTO evaluationValue VALUES (?, ?, ?, ?) ON CONFLICT (kind, name) DO UPDATE SET saved = excluded.saved, value = excluded.value')
  const load = database.prepare('SELECT value FROM evaluationValue WHERE kind = ? AND name = ?')
  const list = database.prepare('SELECT name, saved FROM evaluationValue WHERE kind = ? ORDER BY saved DESC, name')
  const remove = database.prepare('DELETE FROM evaluationValue WHERE kind = ? AND name = ?')
  return {
    save: (kind, name, saved, value) => inTransaction(database, () => { save.run(kind, name, saved, vault.seal(JSON.stringify(value))) }),
    load: (kind, name) => {
      const row = load.get(kind, name)
      return row === undefined ? undefined : JSON.parse(vault.open(String(row.value))) as unknown
    },
    list: (kind) => list.all(kind).map((row) => ({ name: String(row.name), saved: String(row.saved) })),
    remove: (kind, name) => inTransaction(database, () => { remove.run(kind, name) }),
  }
}
