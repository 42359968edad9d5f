import { openTableDatabase } from '../../adapters/duckdb/openTableDatabase.ts'
import { openUnitReader, type UnitReader } from '../../adapters/sqlite/openUnitReader.ts'
import { openCiphers } from '../../adapters/sodium/openCiphers.ts'
import { createVault } from '../../core/lock/createVault.ts'
import type { TableQuestions } from '../../core/ports/TableQuestions.ts'
import { createTableQuestions } from '../../core/tabular/createTableQuestions.ts'
import type { ParentConnection } from '../connectParent.ts'
import type { FromTables, ToTables } from './protocol.ts'

const TELL_MS = 500

/** The process's end of the protocol: one question after the other. */
export function runTables(parent: ParentConnection): void {
  const post = (message: FromTables) => parent.post(message)
  let tables: TableQuestions | undefined
  let turn: Promise<void> = Promise.resolve()

  async function open({ catalogFile, key }: Extract<ToTables, { kind: 'open' }>): Promise<void> {
    let reader: UnitReader | undefined
    const vault = createVault()
    if (key !== undefined) vault.useKey(await openCiphers(), key, false)
    tables = createTableQuestions({
      unitsOf(source) {
        // The catalog is opened with the first question that needs a row of it.
        const units = (reader ??= openUnitReader(catalogFile, vault)).unitsOf(source)
        return units === undefined ? undefined : telling(units)
      },
      async openDatabase() {
        const database = await openTableDatabase()
        // Each statement has the time limit for itself.
        return { ...database, query: (sql, parameters) => { post({ kind: 'reading' }); return database.query(sql, parameters) } }
      },
    })
  }

  /** The same units; tells now and then that they are being read. */
  function telling<Unit>(units: Iterable<Unit>): Iterable<Unit> {
    let told = performance.now()
    return {
      * [Symbol.iterator]() {
        for (const unit of units) {
          if (performance.now() - told > TELL_MS) {
            told = performance.now()
            post({ kind: 'reading' })
          }
          yield unit
        }
      },
    }
  }

  async function work(message: Exclude<ToTables, { kind: 'open' }>): Promise<void> {
    const { id } = message
    try {
      if (tables === undefined) throw new Error('asked before it was opened')
      const result = message.kind === 'compute' ? await tables.compute(message.question, message.sources) : await tables.repeat(message.computation)
      post({ kind: 'done', id, result })
    } catch (thrown) {
      post({ kind: 'failed', id, message: thrown instanceof Error ? thrown.message : String(thrown) })
    }
  }

  parent.onMessage((received) => {
    const message = received as ToTables
    // In turn: a question waits for the key.
    turn = turn.then(() => (message.kind === 'open' ? open(message) : work(message)))
  })
}
