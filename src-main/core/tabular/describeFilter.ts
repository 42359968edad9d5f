import { MONTHS } from './parseDate.ts'
import type { RowFilter } from './QueryPlan.ts'
import { showValue } from './showValue.ts'

const COMPARISON_WORDS = { '=': 'is', '<': 'is less than', '<=': 'is at most', '>': 'is more than', '>=': 'is at least' } as const
const DATE_WORDS = { '=': 'is', '<': 'is before', '<=': 'is not after', '>': 'is after', '>=': 'is not before' } as const
const MAX_NAMED = 5

/** The conditions in words: `where Region is “North” and Amount is more than 10,000`; empty without any. */
export function describeFilters(filters: readonly RowFilter[]): string {
  return filters.length === 0 ? '' : ` where ${filters.map(describeFilter).join(' and ')}`
}

function describeFilter(filter: RowFilter): string {
  const { column } = filter
  const name = column.name
  const shown = (value: string) => showValue(value, { ...column, decimals: value.split('.')[1]?.length ?? 0 })
  switch (filter.kind) {
    case 'in': {
      const named = filter.values.slice(0, MAX_NAMED).map((value) => `“${value}”`)
      const more = filter.values.length > MAX_NAMED ? ` or ${filter.values.length - MAX_NAMED} more` : ''
      return `${name} is ${filter.negated === true ? 'not ' : ''}${named.join(' or ')}${more}`
    }
    case 'compare': return `${name} ${(column.type === 'date' ? DATE_WORDS : COMPARISON_WORDS)[filter.comparison]} ${shown(filter.value)}`
    case 'between': return `${name} is from ${shown(filter.low)} to ${shown(filter.high)}`
    case 'month': return `${name} is in ${capitalised(MONTHS[filter.month - 1] ?? '')}`
    case 'filled': return `${name} is ${filter.negated === true ? '' : 'not '}empty`
    default: return filter satisfies never
  }
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
