import type { Measure, QueryPlan, RowFilter } from './QueryPlan.ts'
import type { TableColumn } from './StoredTable.ts'

export interface BoundSql {
  readonly sql: string
  /** In the order of `$1`, `$2` …; all as text, cast in the statement. */
  readonly parameters: readonly string[]
}

/** Every row of a table carries its number in the sheet under this name. */
export const ROW_COLUMN = 'sheet row'
/** More rows than this are counted and not shown. */
export const MAX_RESULT_ROWS = 200

/** The plan as SQL over one table. Values are always bound, never written into the statement. */
export function planToSql(plan: QueryPlan, table: string): BoundSql {
  const parameters: string[] = []
  const bind = (value: string) => `$${parameters.push(value)}`
  const from = `FROM ${quoted(table)}`
  const where = (filters: readonly RowFilter[]) => (filters.length === 0 ? '' : ` WHERE ${filters.map((filter) => condition(filter, bind)).join(' AND ')}`)
  const sql = (() => {
    switch (plan.kind) {
      case 'measure': return `SELECT ${measureSql(plan.measure)} AS "result" ${from}${where(plan.filters)}`
      case 'groups': {
        const by = quoted(plan.by.sqlName)
        const filled = plan.filters.length === 0 ? ` WHERE ${by} IS NOT NULL` : `${where(plan.filters)} AND ${by} IS NOT NULL`
        // One more than asked for: a tie at the border must be seen.
        const ties = plan.limit === undefined ? '' : ` QUALIFY rank() OVER (ORDER BY "result" ${direction(plan.order)}) <= ${plan.limit}`
        return `SELECT ${by}, ${measureSql(plan.measure)} AS "result" ${from}${filled} GROUP BY ${by}${ties} ORDER BY "result" ${direction(plan.order)} NULLS LAST, ${by} LIMIT ${MAX_RESULT_ROWS + 1}`
      }
      case 'extreme': {
        const by = quoted(plan.by.sqlName)
        const filled = plan.filters.length === 0 ? ` WHERE ${by} IS NOT NULL` : `${where(plan.filters)} AND ${by} IS NOT NULL`
        return `SELECT ${[...plan.show.map(({ sqlName }) => quoted(sqlName)), by, quoted(ROW_COLUMN)].join(', ')} ${from}${filled} QUALIFY rank() OVER (ORDER BY ${by} ${direction(plan.order)}) <= ${plan.limit} ORDER BY ${by} ${direction(plan.order)}, ${quoted(ROW_COLUMN)} LIMIT ${MAX_RESULT_ROWS + 1}`
      }
      case 'list': return `SELECT ${[...plan.show.map(({ sqlName }) => quoted(sqlName)), quoted(ROW_COLUMN)].join(', ')} ${from}${where(plan.filters)} ORDER BY ${quoted(ROW_COLUMN)} LIMIT ${MAX_RESULT_ROWS + 1}`
      case 'difference': {
        const side = (filter: RowFilter, name: string) => `(SELECT ${measureSql(plan.measure)} AS "${name}" ${from}${where([...plan.filters, filter])})`
        return `SELECT "first", "second", "first" - "second" AS "result" FROM ${side(plan.first, 'first')}, ${side(plan.second, 'second')}`
      }
      case 'share': {
        const side = (filters: readonly RowFilter[], name: string) => `(SELECT ${measureSql(plan.measure)} AS "${name}" ${from}${where(filters)})`
        return `SELECT "part", "whole", 100.0 * "part" / nullif("whole", 0) AS "result" FROM ${side([...plan.filters, ...plan.part], 'part')}, ${side(plan.filters, 'whole')}`
      }
      default: return plan satisfies never
    }
  })()
  return { sql, parameters }
}

/** The rows that a plan looked at, for what it cites and for what it had to leave out. */
export function rowsSql(filters: readonly RowFilter[], table: string): BoundSql {
  const parameters: string[] = []
  const bind = (value: string) => `$${parameters.push(value)}`
  const where = filters.length === 0 ? '' : ` WHERE ${filters.map((filter) => condition(filter, bind)).join(' AND ')}`
  return { sql: `SELECT ${quoted(ROW_COLUMN)} FROM ${quoted(table)}${where} ORDER BY ${quoted(ROW_COLUMN)}`, parameters }
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function measureSql(measure: Measure): string {
  switch (measure.kind) {
    case 'rows': return 'count(*)'
    case 'distinct': return `count(DISTINCT ${quoted(measure.column.sqlName)})`
    case 'aggregate': return `${measure.aggregate}(${quoted(measure.column.sqlName)})`
    default: return measure satisfies never
  }
}

function direction(order: 'ascending' | 'descending'): string {
  return order === 'ascending' ? 'ASC' : 'DESC'
}

function condition(filter: RowFilter, bind: (value: string) => string): string {
  const name = quoted(filter.column.sqlName)
  switch (filter.kind) {
    case 'in': {
      const values = filter.values.map(bind)
      const test = values.length === 1 ? `= ${values[0] ?? ''}` : `IN (${values.join(', ')})`
      return filter.negated === true ? `(${name} IS NULL OR NOT ${name} ${test})` : `${name} ${test}`
    }
    case 'compare': return `${name} ${filter.comparison} ${typed(filter.column, bind(filter.value))}`
    case 'between': return `${name} BETWEEN ${typed(filter.column, bind(filter.low))} AND ${typed(filter.column, bind(filter.high))}`
    case 'month': return `month(${name}) = CAST(${bind(String(filter.month))} AS INTEGER)`
    case 'filled': return `${name} IS ${filter.negated === true ? '' : 'NOT '}NULL`
    default: return filter satisfies never
  }
}

function typed(column: TableColumn, parameter: string): string {
  return column.type === 'date' ? `CAST(${parameter} AS DATE)` : `CAST(${parameter} AS DOUBLE)`
}
