import type { DatabaseColumn, QueryRows, TableDatabase } from '../../core/ports/TableDatabase.ts'

/** A sheet of a million rows takes about a third of it; a query that wants more is not one that a question asked for. */
const MEMORY_LIMIT = '768MB'
/** DuckDB's own vector size. */
const CHUNK_ROWS = 2048
/** Rows that wait as text to be given their types together: the text of a million would take more memory than the table. */
const STAGED_CHUNKS = 50

/**
 * A DuckDB in memory that sees nothing but what is put into it: no files, no network, no extensions, no setting can be changed back. The native module is
 * loaded here and not before, since few questions need it.
 */
export async function openTableDatabase(): Promise<TableDatabase> {
  const { DuckDBInstance, DuckDBDataChunk, INTEGER, VARCHAR, version } = await import('@duckdb/node-api')
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: MEMORY_LIMIT, threads: '2', temp_directory: '', enable_external_access: 'false', autoinstall_known_extensions: 'false', autoload_known_extensions: 'false',
  })
  const connection = await instance.connect()
  await connection.run('SET lock_configuration = true')

  async function create(table: string, columns: readonly DatabaseColumn[], rows: Iterable<readonly (string | number | null)[]>): Promise<void> {
    const isInteger = columns.map(({ type }) => type === 'integer')
    const stagedTypes = isInteger.map((integer) => (integer ? INTEGER : VARCHAR))
    const typed = columns.map(({ type }, index) => (isInteger[index] === true ? `c${index}` : `TRY_CAST(c${index} AS ${sqlType(type)})`)).join(', ')
    const stage = `CREATE OR REPLACE TABLE "#staging" (${isInteger.map((integer, index) => `c${index} ${integer ? 'INTEGER' : 'VARCHAR'}`).join(', ')})`
    await connection.run(`CREATE TABLE ${quoted(table)} (${columns.map(({ name, type }) => `${quoted(name)} ${sqlType(type)}`).join(', ')})`)
    const rest = rows[Symbol.iterator]()
    for (let isDone = false; !isDone;) {
      await connection.run(stage)
      const appender = await connection.createAppender('#staging')
      for (let chunks = 0; chunks < STAGED_CHUNKS && !isDone; chunks++) {
        const pending: (readonly (string | number | null)[])[] = []
        while (pending.length < CHUNK_ROWS && !isDone) {
          const next = rest.next()
          if (next.done === true) isDone = true
          else pending.push(next.value)
        }
        if (pending.length === 0) break
        const chunk = DuckDBDataChunk.create(stagedTypes, pending.length)
        chunk.setColumns(columns.map((_, column) => pending.map((row) => row[column] ?? null)))
        appender.appendDataChunk(chunk)
      }
      appender.closeSync()
      await connection.run(`INSERT INTO ${quoted(table)} SELECT ${typed} FROM "#staging"`)
    }
    await connection.run('DROP TABLE "#staging"')
  }

  async function query(sql: string, parameters: readonly string[]): Promise<QueryRows> {
    const reader = await connection.runAndReadAll(sql, [...parameters])
    return { columns: reader.columnNames(), rows: reader.getRows().map((row) => row.map((value) => (value === null ? null : String(value)))) }
  }

  return {
    engine: `DuckDB ${version()}`, create, query,
    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function sqlType(type: DatabaseColumn['type']): string {
  if (typeof type === 'object') return `DECIMAL(38, ${type.decimals})`
  return { text: 'VARCHAR', double: 'DOUBLE', date: 'DATE', integer: 'INTEGER' }[type]
}
