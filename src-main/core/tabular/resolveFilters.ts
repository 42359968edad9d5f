import type { RowFilter } from './QueryPlan.ts'
import type { Condition } from './findConditions.ts'
import type { Reading, Span } from './readQuestion.ts'
import type { TableColumn, TableProfile } from './StoredTable.ts'
import type { ValueMatch } from './TableIndex.ts'

type ColumnSpan = Span & { readonly kind: 'column' }

export type Resolved =
  | {
    readonly kind: 'filters'
    /** One for each condition and each named cell. */
    readonly filters: readonly RowFilter[]
    /** The same with several cells of one column as one condition ("in Rome or Milan"). */
    readonly united: readonly RowFilter[]
    /** Two cells of one column, in the order of the question: what a comparison compares. */
    readonly pairs: readonly (readonly [RowFilter, RowFilter])[]
    /** Spans of columns that only say of what a condition is: they are not asked for. */
    readonly qualifiers: ReadonlySet<Span>
  }
  | { readonly kind: 'silent'; readonly reason: string }

/** Conditions on rows: which column each cell, figure and date of the question belongs to. Silent where that is open. */
export function resolveFilters(reading: Reading, profile: TableProfile): Resolved {
  const filters: RowFilter[] = []
  const qualifiers = new Set<Span>()
  const isNegated = (span: Span) => reading.spans.some((other) => other.kind === 'cue' && other.cue.kind === 'not' && other.to <= span.from && between(reading, other.to, span.from) === 0)
  for (const span of reading.spans) {
    if (span.kind === 'value') {
      const beside = neighbours(reading, span)
      const match = chooseValue(span.matches, beside)
      if (match === null) return { kind: 'silent', reason: `"${words(reading, span)}" stands in several columns` }
      for (const each of beside) if (each.matches.some(({ column }) => column === match.column)) qualifiers.add(each)
      filters.push({ kind: 'in', column: match.column, values: match.values, label: words(reading, span), ...(isNegated(span) ? { negated: true } : {}) })
    } else if (span.kind === 'condition') {
      const filter = resolveCondition(reading, span, profile, qualifiers)
      if (filter === null) return { kind: 'silent', reason: `"${span.condition.words}" belongs to no one column` }
      filters.push(filter)
    }
  }
  const stray = reading.spans.some((span) => span.kind === 'cue' && span.cue.kind === 'not' && !filters.some((filter) => 'negated' in filter))
  if (stray) return { kind: 'silent', reason: 'a negation that is not understood' }
  return unite(reading, filters, qualifiers)
}

function unite(reading: Reading, filters: readonly RowFilter[], qualifiers: ReadonlySet<Span>): Resolved {
  const united: RowFilter[] = []
  const pairs: [RowFilter, RowFilter][] = []
  for (const filter of filters) {
    const same = united.findIndex((other) => other.kind === 'in' && filter.kind === 'in' && other.column === filter.column)
    const other = united[same]
    if (other?.kind !== 'in' || filter.kind !== 'in') { united.push(filter); continue }
    if (other.negated !== filter.negated) return { kind: 'silent', reason: 'a condition and its opposite' }
    if (other.negated !== true) pairs.push([other, filter])
    const isJoined = /\b(?:and|or|than|versus|vs)\b|[,/]/.test(reading.text)
    if (!isJoined) return { kind: 'silent', reason: 'two cells of one column' }
    united[same] = { ...other, values: [...new Set([...other.values, ...filter.values])], label: `${other.label} or ${filter.label}` }
  }
  return { kind: 'filters', filters, united, pairs, qualifiers }
}

/** The column that the question names beside a cell decides; otherwise one column must hold it, whole cells before parts before words. */
function chooseValue(matches: readonly ValueMatch[], beside: readonly ColumnSpan[]): ValueMatch | null {
  const named = matches.filter(({ column }) => beside.some((span) => span.matches.some((match) => match.column === column)))
  if (named.length === 1) return named[0] ?? null
  for (const quality of ['whole', 'part', 'words'] as const) {
    const found = (named.length > 0 ? named : matches).filter((match) => match.quality === quality)
    if (found.length > 0) return found.length === 1 ? found[0] ?? null : null
  }
  return null
}

/** Columns named right before or after a span, with nothing but function words between. */
function neighbours(reading: Reading, span: Span): ColumnSpan[] {
  return reading.spans.filter((other): other is ColumnSpan => other.kind === 'column' && (other.to <= span.from ? between(reading, other.to, span.from) === 0 && span.from - other.to <= 3 : between(reading, span.to, other.from) === 0 && other.from - span.to <= 1))
}

/** Content words between two places. */
function between({ tokens, spans }: Reading, from: number, to: number): number {
  let count = 0
  for (let at = from; at < to; at++) if (tokens[at]?.isStop === false || spans.some((span) => span.kind !== 'cue' && span.from <= at && span.to > at)) count++
  return count
}

function words({ tokens, text }: Reading, { from, to }: Span): string {
  return text.slice(tokens[from]?.start ?? 0, tokens[to - 1]?.end ?? 0)
}

function resolveCondition(reading: Reading, span: Span & { readonly kind: 'condition' }, profile: TableProfile, qualifiers: Set<Span>): RowFilter | null {
  const { condition } = span
  const beside = neighbours(reading, span)
  const fits = fitOf(condition, profile)
  const named = beside.flatMap((each) => each.matches.filter(({ column }) => fits(column)).map(({ column }) => ({ column, span: each })))
  // What stands before its condition is what it is about: "population over 100,000 in each county".
  const before = named.filter((each) => each.span.to <= span.from)
  const chosen = [before, named].find((group) => new Set(group.map(({ column }) => column)).size === 1)?.[0]
  const column = chosen?.column ?? (named.length > 0 ? undefined : sole(profile.columns.filter(fits), condition))
  if (column === undefined) return null
  if (chosen !== undefined) qualifiers.add(chosen.span)
  return toFilter(condition, column)
}

function fitOf({ test }: Condition, { columns }: TableProfile): (column: TableColumn) => boolean {
  const hasDates = columns.some(({ type }) => type === 'date')
  switch (test.kind) {
    case 'number': case 'range': return ({ type, isYears, unit }) => type === 'number' && !isYears && (test.unit === undefined || unit === test.unit)
    case 'period': return ({ type, isYears }) => type === 'date' || (isYears && test.isYear)
    case 'month': return ({ type }) => type === 'date' && hasDates
    default: return test satisfies never
  }
}

/** A condition without a column's name belongs to the only column that it fits. */
function sole(columns: readonly TableColumn[], { test }: Condition): TableColumn | undefined {
  const figures = test.kind === 'number' || test.kind === 'range' ? columns.filter((column) => !(column.isKey && column.decimals === 0 && /^(?:#|no\.?|num(?:ber)?|id|nr\.?|.*\bid)$/i.test(column.name))) : columns
  const money = figures.filter(({ unit }) => unit !== undefined && unit !== '%')
  return figures.length === 1 ? figures[0] : (test.kind === 'number' || test.kind === 'range') && money.length === 1 ? money[0] : undefined
}

function toFilter({ test, words: label }: Condition, column: TableColumn): RowFilter {
  switch (test.kind) {
    case 'number': return { kind: 'compare', column, comparison: test.comparison, value: String(test.value), label }
    case 'range': return { kind: 'between', column, low: String(test.low), high: String(test.high), label }
    case 'month': return { kind: 'month', column, month: test.month, label }
    case 'period': {
      const year = (iso: string) => iso.slice(0, 4)
      const [low, high] = column.type === 'date' ? [test.low, test.high] : [test.low === undefined ? undefined : year(test.low), test.high === undefined ? undefined : year(test.high)]
      if (low !== undefined && high !== undefined) return low === high && column.type !== 'date' ? { kind: 'compare', column, comparison: '=', value: low, label } : { kind: 'between', column, low, high, label }
      return { kind: 'compare', column, comparison: low === undefined ? '<=' : '>=', value: low ?? high ?? '', label }
    }
    default: return test satisfies never
  }
}
