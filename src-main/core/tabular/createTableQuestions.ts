import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import { columnName } from '../../../src-shared/domain/narrowAnchor.ts'
import type { QueryRows, TableDatabase } from '../ports/TableDatabase.ts'
import type { CitedCells, ComputedAnswer, TableQuestions, TableSource } from '../ports/TableQuestions.ts'
import { cellState, dateOf, MAX_EXACT_DECIMALS, MAX_REMEMBERED, numberOf } from './ColumnProfiler.ts'
import { citeColumns, citeRows, MAX_CITED_ROWS } from './citeCells.ts'
import { phraseResult } from './phraseResult.ts'
import { planQuestion } from './planQuestion.ts'
import { MAX_RESULT_ROWS, planToSql, quoted, ROW_COLUMN, rowsSql } from './planToSql.ts'
import { profileTables, type ReadTable } from './profileTables.ts'
import type { QueryPlan, RowFilter } from './QueryPlan.ts'
import { folded, tokensOf } from './questionTokens.ts'
import { scanTables } from './scanTables.ts'
import type { RawValue, TableColumn, TableProfile } from './StoredTable.ts'
import { TableIndex } from './TableIndex.ts'

export interface TableQuestionsDeps {
  /** Units of that version of a document, in order, read anew each time; undefined when the library no longer holds it. */
  readonly unitsOf: (source: Pick<TableSource, 'documentId' | 'sha256'>) => Iterable<ParsedUnit> | undefined
  readonly openDatabase: () => Promise<TableDatabase>
}

interface AskedTable extends ReadTable {
  readonly index: TableIndex
}

interface AskedDocument {
  readonly tables: readonly AskedTable[]
}

interface LoadedTable {
  readonly database: TableDatabase
  readonly name: string
}

interface Candidate {
  readonly source: TableSource
  readonly table: AskedTable
  readonly plan: QueryPlan
  readonly explained: number
  readonly loose: number
  /** Words of the question that name the table, its sheet or its file. */
  readonly named: number
}

/** Follow-up questions come to the same sheet. */
const KEPT_DOCUMENTS = 16
const KEPT_TABLES = 3

/** Questions over tables: profiles of the candidate documents, one plan a table, the best plan's query. Holds profiles and loaded tables of the last documents asked. */
export function createTableQuestions({ unitsOf, openDatabase }: TableQuestionsDeps): TableQuestions {
  const documents = new Map<string, AskedDocument>()
  const loaded = new Map<string, LoadedTable>()

  function documentOf(source: Pick<TableSource, 'documentId' | 'sha256'>): AskedDocument | undefined {
    const key = `${source.documentId} ${source.sha256}`
    let document = documents.get(key)
    if (document === undefined) {
      const units = unitsOf(source)
      if (units === undefined) return undefined
      document = { tables: profileTables(units).map((table) => ({ ...table, index: new TableIndex(table.profile) })) }
    }
    documents.delete(key)
    documents.set(key, document)
    for (const old of [...documents.keys()].slice(0, -KEPT_DOCUMENTS)) documents.delete(old)
    return document
  }

  async function load(source: Pick<TableSource, 'documentId' | 'sha256'>, table: AskedTable): Promise<LoadedTable> {
    const key = `${source.documentId} ${source.sha256} ${table.profile.index}`
    const known = loaded.get(key)
    if (known !== undefined) return known
    for (const [old, { database }] of [...loaded].slice(0, Math.max(0, loaded.size - KEPT_TABLES + 1))) {
      database.close()
      loaded.delete(old)
    }
    const units = unitsOf(source)
    if (units === undefined) throw new RangeError('the document changed while it was asked')
    const database = await openDatabase()
    const name = table.profile.sheet
    const { columns } = table.profile
    await database.create(name, [
      ...columns.map(({ sqlName, type, decimals }) => ({ name: sqlName, type: type === 'number' ? (decimals <= MAX_EXACT_DECIMALS ? { decimals } : 'double' as const) : type })),
      ...[ROW_COLUMN, ...PLACE_COLUMNS].map((place) => ({ name: place, type: 'integer' as const })),
    ], rowsOf(units, table))
    const entry = { database, name }
    loaded.set(key, entry)
    return entry
  }

  async function candidatesFor(question: string, sources: readonly TableSource[]): Promise<Candidate[]> {
    const asked = new Set(tokensOf(folded(question)).map(({ stem }) => stem))
    const candidates: Candidate[] = []
    for (const source of sources) for (const table of documentOf(source)?.tables ?? []) {
      const words = tableWords(source, table.profile)
      if (table.profile.isHidden && !asked.has('hidden')) continue
      const planned = planQuestion(question, await indexFor(question, source, table), words)
      if (planned.kind === 'silent') continue
      candidates.push({ source, table, plan: planned.plan, explained: planned.explained, loose: planned.loose, named: [...words].filter((word) => asked.has(word)).length })
    }
    return candidates.sort((a, b) => a.loose - b.loose || b.explained - a.explained || b.named - a.named)
  }

  /** The table's index; cells of columns with too many values to hold are looked up among the stretches of the question. */
  async function indexFor(question: string, source: TableSource, table: AskedTable): Promise<TableIndex> {
    const many = table.profile.columns.filter(({ type, values }) => type === 'text' && values === undefined)
    if (many.length === 0) return table.index
    const stretches = stretchesOf(question)
    const { database, name } = await load(source, table)
    const values = new Map<number, ReadonlyMap<string, number>>()
    for (const column of many) {
      const places = stretches.map((_, at) => `$${at + 1}`).join(', ')
      const found = await database.query(`SELECT ${quoted(column.sqlName)}, count(*) FROM ${quoted(name)} WHERE lower(${quoted(column.sqlName)}) IN (${places}) GROUP BY 1 LIMIT 50`, stretches)
      if (found.rows.length > 0) values.set(column.index, new Map(found.rows.map(([value, times]) => [value ?? '', Number(times)])))
    }
    return values.size === 0 ? table.index : new TableIndex(table.profile, values)
  }

  return {
    async compute(question, sources, { signal } = {}) {
      const candidates = await candidatesFor(question, sources)
      const [best] = candidates
      if (best === undefined) return null
      signal?.throwIfAborted()
      const answer = await run(best)
      // Another table reads the question as well: unless it says the same, nobody knows which one was meant.
      const rivals = candidates.slice(1).filter(({ explained, loose, named }) => explained === best.explained && loose === best.loose && named === best.named)
      for (const rival of rivals) {
        signal?.throwIfAborted()
        const other = await run(rival)
        if (other !== null && answer !== null && JSON.stringify(other.computation.result) !== JSON.stringify(answer.computation.result)) return null
        if ((other === null) !== (answer === null)) return null
      }
      return answer
    },

    async repeat(computation) {
      const table = documentOf(computation)?.tables[computation.table]
      if (table === undefined) return null
      const { database } = await load(computation, table)
      return (await database.query(computation.sql, computation.parameters)).rows.slice(0, MAX_RESULT_ROWS)
    },

    close() {
      for (const { database } of loaded.values()) database.close()
      loaded.clear()
      return Promise.resolve()
    },
  }

  async function run({ source, table, plan }: Candidate): Promise<ComputedAnswer | null> {
    const { database, name } = await load(source, table)
    const { profile } = table
    const statement = planToSql(plan, name)
    const result = await database.query(statement.sql, statement.parameters)
    if (plan.kind === 'extreme' && plan.mayBeSum === true && !await isSameAddedUp(database, name, plan, result)) return null
    const used = await usedRows(database, name, plan)
    const sentence = phraseResult(plan, result, used.count)
    if (sentence === null) return null
    const columns = columnsOf(plan)
    const shown = plan.kind === 'list' || plan.kind === 'extreme' ? result.rows.map((row) => Number(row.at(-1))) : used.rows
    const cells = shown.length > 0 && shown.length <= MAX_CITED_ROWS && (plan.kind === 'list' || plan.kind === 'extreme' || plan.kind === 'measure')
      ? citeRows(profile, await placesOf(database, name, shown, profile)) : []
    const cited: readonly CitedCells[] = cells.length > 0 ? cells : citeColumns(profile, columns.length > 0 ? columns : profile.columns.slice(0, 1))
    const note = await leftOut(database, name, profile, plan, used.count)
    const right = columnName(profile.left + Math.max(1, profile.columns.length) - 1)
    return {
      computation: {
        kind: 'table', engine: database.engine, sql: statement.sql, parameters: statement.parameters, documentId: source.documentId, path: source.path, sha256: source.sha256,
        sheet: profile.sheet, range: `${columnName(profile.left)}${profile.header?.row ?? profile.firstRow}:${right}${profile.lastRow}`, table: profile.index, tableRows: profile.rows, rowsUsed: used.count, totalRows: profile.totalRows,
        columns: result.columns, result: result.rows.slice(0, MAX_RESULT_ROWS),
      },
      sentences: [{ text: sentence, cells: cited }, ...(note === '' ? [] : [{ text: note, cells: cited.slice(0, 1) }])],
    }
  }
}

/** Whether the groups of the highest sums are those of the highest rows. */
async function isSameAddedUp(database: TableDatabase, name: string, plan: QueryPlan & { readonly kind: 'extreme' }, rows: QueryRows): Promise<boolean> {
  const [by] = plan.show
  if (by === undefined) return false
  const { sql, parameters } = planToSql({ kind: 'groups', by, measure: { kind: 'aggregate', aggregate: 'sum', column: plan.by }, filters: plan.filters, order: plan.order, limit: plan.limit }, name)
  const groups = await database.query(sql, parameters)
  const first = (result: QueryRows) => JSON.stringify([...new Set(result.rows.map((row) => row[0]))].sort())
  return first(groups) === first(rows)
}

const PLACE_COLUMNS = ['sheet unit', 'sheet start', 'sheet end', 'sheet width'] as const

/** Longest cell, in words, that is looked up. */
const MAX_STRETCH_WORDS = 5

/** What of a question may be a cell: every run of up to five words, in lower case. */
function stretchesOf(question: string): string[] {
  const text = question.toLowerCase()
  const words = [...text.matchAll(/[\p{L}\p{N}][^\s,;?!"“”]*/gu)].map((match) => ({ start: match.index, end: match.index + match[0].replace(/[.:]+$/, '').length }))
  return [...new Set(words.flatMap(({ start }, from) => words.slice(from, from + MAX_STRETCH_WORDS).map(({ end }) => text.slice(start, end))))]
}

/** Typed values of one table's rows, with their places, as the database takes them. */
function* rowsOf(units: Iterable<ParsedUnit>, { profile, sign, order }: ReadTable): Generator<(string | number | null)[]> {
  const totals = new Set(profile.totalRows)
  const readers = profile.columns.map(({ type }) => remembering((cell, raw) => {
    if (cellState(cell) !== 'value') return null
    return type === 'number' ? numberOf(cell, raw, sign)?.text ?? null : type === 'date' ? dateOf(cell, raw, order) : cell
  }))
  for (const { table, row } of scanTables(units)) {
    if (table.index !== profile.index || totals.has(row.row)) continue
    const values: (string | number | null)[] = profile.columns.map(({ index }, column) => readers[column]?.(row.cells[index] ?? '', row.raw?.[index]) ?? null)
    values.push(row.row, row.unit, row.charStart, row.charEnd, row.cells.length)
    yield values
  }
}

type ReadCell = (cell: string, raw: RawValue | undefined) => string | null

/** See `MAX_REMEMBERED`. */
function remembering(read: ReadCell): ReadCell {
  let known: Map<string, string | null> | undefined = new Map()
  return (cell, raw) => {
    // Behind the same text may lie another value.
    if (known === undefined || (raw !== undefined && raw !== null)) return read(cell, raw)
    const before = known.get(cell)
    if (before !== undefined) return before
    const value = read(cell, raw)
    if (known.set(cell, value).size > MAX_REMEMBERED) known = undefined
    return value
  }
}

async function usedRows(database: TableDatabase, name: string, plan: QueryPlan): Promise<{ readonly count: number; readonly rows: readonly number[] }> {
  const filters = plan.kind === 'difference' ? [...plan.filters] : plan.filters
  const { sql, parameters } = rowsSql(filters, name)
  const count = Number((await database.query(`SELECT count(*) FROM (${sql})`, parameters)).rows[0]?.[0] ?? 0)
  const rows = count > MAX_CITED_ROWS ? [] : (await database.query(sql, parameters)).rows.map(([row]) => Number(row))
  return { count, rows }
}

async function placesOf(database: TableDatabase, name: string, rows: readonly number[], profile: TableProfile) {
  const list = rows.map((_, index) => `CAST($${index + 1} AS INTEGER)`).join(', ')
  const columns = [ROW_COLUMN, ...PLACE_COLUMNS].map((column) => `"${column}"`).join(', ')
  const found: QueryRows = await database.query(`SELECT ${columns} FROM "${name.replaceAll('"', '""')}" WHERE "${ROW_COLUMN}" IN (${list})`, rows.map(String))
  return found.rows.map((row) => row.map(Number)).map(([row = 0, unit = 0, charStart = 0, charEnd = 0, width = profile.columns.length]) => ({ row, unit, charStart, charEnd, width }))
}

/** What was set aside, said in a sentence: total rows, and rows whose cell in the computed column is no figure. */
async function leftOut(database: TableDatabase, name: string, profile: TableProfile, plan: QueryPlan, rowsUsed: number): Promise<string> {
  const parts: string[] = []
  const column = plan.kind === 'extreme' ? plan.by : 'measure' in plan && plan.measure.kind === 'aggregate' ? plan.measure.column : undefined
  if (column !== undefined && (plan.kind === 'measure' || plan.kind === 'groups' || plan.kind === 'extreme')) {
    const withValue = rowsSql([...plan.filters, { kind: 'filled', column, label: '' } satisfies RowFilter], name)
    const filled = Number((await database.query(`SELECT count(*) FROM (${withValue.sql})`, withValue.parameters)).rows[0]?.[0] ?? 0)
    const without = rowsUsed - filled
    const why = column.errors > 0 ? 'empty, an error such as #N/A, or words' : 'empty or words'
    if (without > 0) parts.push(`${without} ${without === 1 ? 'row has' : 'rows have'} no figure in ${column.name} (${why})`)
  }
  if (profile.totalRows.length > 0) parts.push(`row ${profile.totalRows.slice(0, 5).join(', ')}${profile.totalRows.length > 5 ? ' and more' : ''} ${profile.totalRows.length === 1 ? 'is a total' : 'are totals'}`)
  return parts.length === 0 ? '' : `Left out: ${parts.join('; ')}.`
}

function columnsOf(plan: QueryPlan): TableColumn[] {
  const filters = [...plan.filters, ...(plan.kind === 'share' ? plan.part : []), ...(plan.kind === 'difference' ? [plan.first] : [])].map(({ column }) => column)
  const measure = 'measure' in plan && plan.measure.kind !== 'rows' ? [plan.measure.column] : []
  const own = plan.kind === 'groups' ? [plan.by] : plan.kind === 'extreme' ? [...plan.show, plan.by] : plan.kind === 'list' ? plan.show : []
  return [...new Set([...measure, ...own, ...filters])]
}

/** Stems by which a person may call the table: its sheet, title, file. */
function tableWords(source: TableSource, profile: TableProfile): Set<string> {
  const name = source.path.replace(/^.*[/\\]/, '').replace(/\.[^.]*$/, '')
  return new Set(tokensOf(folded([name, source.title ?? '', profile.sheet, profile.title ?? ''].join(' '))).filter(({ isStop }) => !isStop).flatMap(({ stem, word }) => [stem, word]))
}
