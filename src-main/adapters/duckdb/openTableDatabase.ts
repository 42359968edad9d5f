import type { DatabaseColumn, QueryRows, TableDatabase } from '../../core/ports/TableDatabase.ts'

/** A sheet of a million rows takes about a third of it; a query that wants more is not one that a question asked for. */
const MEMORY_LIMIT = '768MB'
/** DuckDB's own vector size. */
const CHUNK_ROWS = 2048

/**
 * A DuckDB in memory that sees nothing but what is put into it: no files, no network, no extensions, no setting can be changed back. The native module is
 * loaded here and not before, since few questions need it.
 */
export async function openTableDatabase(): Promise<TableDatabase> {
  const { DuckDBInstance, DuckDBDataChunk, VARCHAR, version } = await import('@duckdb/node-api')
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: MEMORY_LIMIT, threads: '2', temp_directory: '', enable_external_access: 'false', autoinstall_known_extensions: 'false', autoload_known_extensions: 'false',
  })
  const connection = await instance.connect()
  await connection.run('SET lock_configuration = true')

  async function create(table: string, columns: readonly DatabaseColumn[], rows: Iterable<readonly (string | null)[]>): Promise<void> {
    const names = columns.map((_, index) => `c${index}`)
    await connection.run(`CREATE TABLE "#staging" (${names.map((name) => `${name} VARCHAR`).join(', ')})`)
    const appender = await connection.createAppender('#staging')
    const types = names.map(() => VARCHAR)
    let pending: (readonly (string | null)[])[] = []
    const write = () => {
      if (pending.length === 0) return
      const chunk = DuckDBDataChunk.create(types, pending.length)
      chunk.setColumns(names.map((_, column) => pending.map((row) => row[column] ?? null)))
      appender.appendDataChunk(chunk)
      pending = []
    }
    for (const row of rows) if (pending.push(row) === CHUNK_ROWS) write()
    write()
    appender.closeSync()
    const typed = columns.map(({ name, type }, index) => `TRY_CAST(c${index} AS ${sqlType(type)}) AS "${name.replaceAll('"', '""')}"`)
    await connection.run(`CREATE TABLE "${table.replaceAll('"', '""')}" AS SELECT ${typed.join(', ')} FROM "#staging"`)
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

function sqlType(type: DatabaseColumn['type']): string {
  if (typeof type === 'object') return `DECIMAL(38, ${type.decimals})`
  return { text: 'VARCHAR', double: 'DOUBLE', date: 'DATE', integer: 'INTEGER' }[type]
}
