import type { QueryRows } from '../ports/TableDatabase.ts'
import { describeFilters } from './describeFilter.ts'
import { MAX_RESULT_ROWS } from './planToSql.ts'
import type { Measure, QueryPlan } from './QueryPlan.ts'
import { groupDigits, showValue } from './showValue.ts'
import type { TableColumn } from './StoredTable.ts'

/** Groups and rows named in the answer's text; the rest is in the computation beside it. */
const MAX_NAMED = 20
const AGGREGATE_WORDS = { sum: 'sum', avg: 'average', median: 'median', min: 'lowest value', max: 'highest value' } as const

/** The result of a plan as one sentence; null when there is nothing to say (no row met the conditions, an empty sum). */
export function phraseResult(plan: QueryPlan, { rows }: QueryRows, rowsUsed: number): string | null {
  const first = rows[0]
  switch (plan.kind) {
    case 'measure': {
      const value = first?.[0] ?? null
      // "There are 0 rows" is only as true as the words were understood; a named cell or figure that is there was.
      if (value === null || rowsUsed === 0) return null
      return measureSentence(plan.measure, value, describeFilters(plan.filters), rowsUsed)
    }
    case 'groups': {
      if (rows.length === 0) return null
      const where = describeFilters(plan.filters)
      const named = listed(rows, ([name, value]) => `${showValue(name ?? null, plan.by)} ${plan.limit === undefined ? '' : '('}${measureValue(plan.measure, value ?? null)}${plan.limit === undefined ? '' : ')'}`)
      if (plan.limit === undefined) return `${capitalised(measureName(plan.measure))} by ${plan.by.name}${where}: ${named}.`
      return `${plan.by.name} with the ${plan.order === 'descending' ? 'highest' : 'lowest'} ${measureName(plan.measure)}${where}: ${named}.`
    }
    case 'extreme': {
      if (rows.length === 0 || rows.some((row) => row[0] === null)) return null
      const named = listed(rows, (row) => `${plan.show.map((column, index) => showValue(row[index] ?? null, column)).join(', ')} (${showValue(row[plan.show.length] ?? null, plan.by)})`)
      return `${extremeName(plan)}${describeFilters(plan.filters)}: ${named}.`
    }
    case 'list': {
      const named = rows.map((row) => plan.show.map((column, index) => showValue(row[index] ?? null, column)).join(', ')).filter((text) => text !== 'nothing')
      if (named.length === 0) return null
      return `${plan.show.map(({ name }) => name).join(', ')}${describeFilters(plan.filters)}: ${listed([...new Set(named)].map((text) => [text]), ([text]) => text ?? '')}.`
    }
    case 'difference': {
      const [one, two, difference] = first ?? []
      if (one === null || two === null || difference === null || difference === undefined) return null
      const name = (filter: typeof plan.first) => ('values' in filter ? filter.values.join(' or ') : filter.label)
      const value = (text: string | undefined) => measureValue(plan.measure, text ?? null)
      const absolute = difference.replace(/^-/, '')
      return `The difference is ${value(absolute)}: ${name(plan.first)} ${value(one)}, ${name(plan.second)} ${value(two)} (${measureName(plan.measure)}${describeFilters(plan.filters)}).`
    }
    case 'share': {
      const [part, whole, share] = first ?? []
      if (share === null || share === undefined) return null
      return `${groupDigits(share, 2)}%: ${measureValue(plan.measure, part ?? null)} of ${measureValue(plan.measure, whole ?? null)} (${measureName(plan.measure)})${describeFilters(plan.part)}.`
    }
    default: return plan satisfies never
  }
}

function measureSentence(measure: Measure, value: string, where: string, rowsUsed: number): string {
  switch (measure.kind) {
    case 'rows': return where === '' ? `The table has ${counted(value, 'row')}.` : `There ${value === '1' ? 'is' : 'are'} ${counted(value, 'row')}${where}.`
    case 'distinct': return `There ${value === '1' ? 'is' : 'are'} ${counted(value, 'different value')} of ${measure.column.name} in ${counted(String(rowsUsed), 'row')}${where}.`
    case 'aggregate': return `The ${AGGREGATE_WORDS[measure.aggregate]} of ${measure.column.name}${where} is ${measureValue(measure, value)} (${counted(String(rowsUsed), 'row')}).`
    default: return measure satisfies never
  }
}

function measureName(measure: Measure): string {
  switch (measure.kind) {
    case 'rows': return 'number of rows'
    case 'distinct': return `number of different values of ${measure.column.name}`
    case 'aggregate': return `${AGGREGATE_WORDS[measure.aggregate]} of ${measure.column.name}`
    default: return measure satisfies never
  }
}

function measureValue(measure: Measure, value: string | null): string {
  if (measure.kind !== 'aggregate') return groupDigits(value ?? '0', 0)
  return showValue(value, measure.column, measure.aggregate === 'avg' || measure.aggregate === 'median')
}

function extremeName({ by, order, limit }: { readonly by: TableColumn; readonly order: 'ascending' | 'descending'; readonly limit: number }): string {
  const isDate = by.type === 'date' || by.isYears
  const word = isDate ? (order === 'descending' ? 'Latest' : 'Earliest') : order === 'descending' ? 'Highest' : 'Lowest'
  return `${word} ${limit > 1 ? `${limit} by ` : ''}${by.name}`
}

function listed(rows: readonly (readonly (string | null)[])[], name: (row: readonly (string | null)[]) => string): string {
  const shown = rows.slice(0, MAX_NAMED).map(name).join('; ')
  return rows.length <= MAX_NAMED ? shown : `${shown}; and ${rows.length > MAX_RESULT_ROWS ? 'many' : rows.length - MAX_NAMED} more`
}

function counted(count: string, noun: string): string {
  return `${groupDigits(count, 0)} ${noun}${count === '1' ? '' : 's'}`
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
