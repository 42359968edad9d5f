import type { Aggregate, Measure, QueryPlan, RowFilter } from './QueryPlan.ts'
import { readQuestion, type Reading, type Span } from './readQuestion.ts'
import { resolveFilters } from './resolveFilters.ts'
import type { TableColumn } from './StoredTable.ts'
import type { TableIndex } from './TableIndex.ts'

/** The plan of a question for one table, or why there is none. */
export type Planned =
  | { readonly kind: 'plan'; readonly plan: QueryPlan; /** Content words of the question that the table itself explains (its columns and cells). */ readonly explained: number; /** Words for the rows that the table does not know. */ readonly loose: number }
  | { readonly kind: 'silent'; readonly reason: string }

const silent = (reason: string): Planned => ({ kind: 'silent', reason })

/** What is measured, not counted: rows are none of these. */
const MEASURES = /^(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|miles?|kilomet\w+|met(?:er|re)s?|km|points?|percent\w*|dollars?|euros?|pounds?|people|inhabitants|letters?|words?|digits?)$/

/** Questions that are answered by yes or no, or that lean on the order of rows, on reasons or on sameness: not what a query plan here can say. */
const BEYOND = /^\s*(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b|\b(?:why|how (?:do|does|did|can|could|should|is|are|was|were|has|have|long|old|far)|same|consecutive|besides|only|without|never|neither|nor|either|as many|as much|compared?|trend|correlat\w*|next|previous|begin\w*|start(?:s)? with|end(?:s)? with|contain\w*|if|let's|rather|(?:how many|number of|all|every|which|what) (?:the )?(?:files?|documents?|sheets|pages?|e?-?mails?|spreadsheets|workbooks))\b/
/** Words of asking and of tables that say nothing about which rows. */
const IDLE = new Set(('table sheet spreadsheet workbook file csv list chart row record entri entry entrie data dataset column valu all total number there have be do get give make take call name locat base live come belong appear record shown show show accord found find exist use us '
  + 'amount sum altogeth overal togeth combin in ani each everi whole complet entir us contain includ hold report document worksheet page tell me please know need want see comput calcul happen occur state stand place made make creat done held taken').split(' '))

/**
 * Reads a question against one table and gives the query that answers it, or none: it speaks only when every content word of the question is a column, a
 * cell, a condition, an order to compute, a word for the table itself, or the word for what its rows are. By rules; English questions.
 */
export function planQuestion(question: string, index: TableIndex, tableWords: ReadonlySet<string>): Planned {
  const reading = readQuestion(question, index)
  if (BEYOND.test(reading.text.trim())) return silent('asks for more than a query')
  const { spans, tokens } = reading
  const cues = spans.flatMap((span) => (span.kind === 'cue' ? [{ ...span.cue, from: span.from, to: span.to }] : []))
  const has = (kind: (typeof cues)[number]['kind']) => cues.find((cue) => cue.kind === kind)

  const countCue = has('count') ?? (has('numberOf') !== undefined && has('highest') === undefined && has('lowest') === undefined ? has('numberOf') : undefined)
  const resolved = resolveFilters(reading, index.profile)
  if (resolved.kind === 'silent') return resolved
  const { filters, qualifiers } = resolved
  // A word that is only like the name of a column that a condition is already about ("earn a salary of over 5,000") asks for nothing more.
  const isEcho = (span: Span & { kind: 'column' }) => bestQuality(span) === 0 && span.matches.some(({ column }) => filters.some((filter) => filter.column === column))
  const columns = spans.filter((span): span is Span & { kind: 'column' } => span.kind === 'column' && !qualifiers.has(span) && !isEcho(span))

  // What is counted: the words right after "how many", up to the next verb, preposition or condition.
  const counted = countCue === undefined ? undefined : nounAfter(reading, countCue.to, qualifiers)
  const loose = looseWords(reading, tableWords, counted)
  if (loose === null) return silent('a word of the question is not explained by the table')

  const each = cues.find((cue) => cue.kind === 'each' && columnAt(columns, reading, cue.to) !== undefined)
  const strayEach = cues.find((cue) => cue.kind === 'each' && cue !== each && /^(?:each|every|per|for|in|within|broken|split|group)/.test(cue.word))
  if (strayEach !== undefined) return silent('groups by something that is no column')
  const superlative = has('highest') ?? has('lowest') ?? has('latest') ?? has('earliest')
  const eachSpan = each === undefined ? undefined : columnAt(columns, reading, each.to)
  // "The top 3 customers by sales" ranks by a figure, it does not group by it.
  const groupSpan = superlative !== undefined && pick(eachSpan, ({ type }) => type === 'number') !== null ? undefined : eachSpan
  const rest = columns.filter((span) => span !== groupSpan)
  const numeric = (span: Span & { kind: 'column' } | undefined) => pick(span, ({ type, isYears }) => type === 'number' && !isYears)
  const textual = (span: Span & { kind: 'column' } | undefined) => pick(span, () => true)
  const explained = spans.filter(({ kind }) => kind !== 'cue').reduce((sum, { from, to }) => sum + tokens.slice(from, to).filter(({ isStop }) => !isStop).length, 0)
  const done = (plan: QueryPlan): Planned => ({ kind: 'plan', plan, explained, loose: loose.length })

  const aggregate: Aggregate | undefined = has('avg') !== undefined ? 'avg' : has('median') !== undefined ? 'median' : undefined

  function measure(): Measure | null {
    const numbers = rest.map(numeric).filter((column) => column !== null)
    if (aggregate !== undefined || (countCue === undefined && has('sum') !== undefined)) {
      // "The total of North": of the table's only figure, where the question says which rows or which table.
      const isPlaced = filters.length > 0 || groupSpan !== undefined || tokens.some(({ stem }) => tableWords.has(stem))
      const column = numbers.length === 1 ? numbers[0] : numbers.length === 0 && rest.length === 0 && aggregate === undefined && isPlaced ? soleMeasure(index, filters) : undefined
      return column === undefined ? null : { kind: 'aggregate', aggregate: aggregate ?? 'sum', column }
    }
    if (countCue !== undefined) return countMeasure()
    // "Sales by region": a figure for each group, added up.
    if (groupSpan !== undefined && numbers.length === 1 && rest.length === 1 && numbers[0] !== undefined) return { kind: 'aggregate', aggregate: 'sum', column: numbers[0] }
    return null
  }

  function countMeasure(): Measure | null {
    const span = rest.find((each) => counted !== undefined && each.from < counted.to && each.to > counted.from)
    if (rest.some((other) => other !== span)) return null
    if (span === undefined) return has('different') === undefined ? { kind: 'rows' } : null
    const number = numeric(span)
    // "How many laps": the column counts already.
    if (number !== null) return isCode(number) ? { kind: 'rows' } : { kind: 'aggregate', aggregate: 'sum', column: number }
    const column = textual(span)
    if (column === null) return null
    // Several things in one cell are counted by nobody here.
    if ([...column.values?.keys() ?? []].some((value) => /[,;]\s/.test(value))) return column.isKey && has('different') === undefined ? { kind: 'rows' } : null
    if (has('different') !== undefined) return { kind: 'distinct', column }
    return column.isKey || bestQuality(span) === 0 ? { kind: 'rows' } : { kind: 'distinct', column }
  }

  const distinctFilters = (skip: readonly RowFilter[]) => filters.filter((filter) => !skip.includes(filter))

  if (has('difference') !== undefined) {
    const sides = resolved.pairs
    const pair = sides.length === 1 ? sides[0] : undefined
    const number = rest.map(numeric).find((column) => column !== null)
    if (pair === undefined || rest.length > 1) return silent('compares other than two sets of rows')
    const what: Measure | null = number !== undefined ? { kind: 'aggregate', aggregate: aggregate ?? 'sum', column: number } : countableNoun(rest) ? { kind: 'rows' } : null
    return what === null ? silent('compares nothing that can be counted') : done({ kind: 'difference', measure: what, filters: distinctFilters(pair), first: pair[0], second: pair[1] })
  }
  if (resolved.pairs.length > 0 && superlative !== undefined) return silent('chooses between named rows')
  const united = resolved.united

  if (has('share') !== undefined) {
    const number = rest.map(numeric).find((column) => column !== null)
    if (united.length === 0 || rest.length > 1 || groupSpan !== undefined) return silent('a share without its part')
    return done({ kind: 'share', measure: number !== undefined ? { kind: 'aggregate', aggregate: 'sum', column: number } : { kind: 'rows' }, filters: [], part: united })
  }
  if (groupSpan !== undefined && superlative === undefined) {
    const by = textual(groupSpan)
    const what = measure()
    if (by === null || what === null) return silent('a group or its figure is not clear')
    return done({ kind: 'groups', by, measure: what, filters: united, order: 'descending' })
  }
  if (superlative !== undefined) return extreme(superlative)
  const what = measure()
  if (what !== null) return done({ kind: 'measure', measure: what, filters: united })
  if (countCue !== undefined || has('sum') !== undefined || aggregate !== undefined) return silent('the figure is not clear')
  return list()

  function extreme(cue: (typeof cues)[number]): Planned {
    const order = cue.kind === 'highest' || cue.kind === 'latest' ? 'descending' : 'ascending'
    const isDate = cue.kind === 'latest' || cue.kind === 'earliest'
    // The figure stands after its superlative ("the most points") or is what "highest" is said of ("the region where sales are highest").
    const after = columnAt(rest, reading, cue.to)
    const isFit = (span: Span & { kind: 'column' } | undefined) => pick(span, isDate ? ({ type, isYears }) => type === 'date' || isYears : ({ type, isYears }) => type === 'number' && !isYears)
    const bySpan = isFit(after) !== null ? after : rest.findLast((span) => isFit(span) !== null)
    const by = isFit(bySpan) ?? (isDate ? soleDate(index) : null)
    const targets = rest.filter((span) => span !== bySpan)
    const limit = cue.limit ?? 1
    const shown = targets.map(textual)
    if (shown.some((column) => column === null) || groupSpan !== undefined) return silent('what is shown is not clear')
    if (by === null) {
      // "Which owner has the most stations": rows are counted, if the word for them is no column.
      const target = shown[0]
      const isCounted = /\b(?:most|fewest|least)\b/.test(cue.word) && shown.length === 1 && target?.type === 'text' && !target.isKey && targets[0] !== undefined && targets[0].to <= cue.from
      return isCounted && target !== undefined && target !== null ? done({ kind: 'groups', by: target, measure: { kind: 'rows' }, filters: united, order, limit }) : silent('the figure to compare is not clear')
    }
    if (shown.length > 2) return silent('too many columns')
    const wants = cues.find((other) => other.kind === 'which')
    const onlyFigure = shown.length === 0 && (wants === undefined || /^(?:what|show|give)/.test(wants.word)) && cue.limit === undefined && !isDate
    if (onlyFigure) return done({ kind: 'measure', measure: { kind: 'aggregate', aggregate: order === 'descending' ? 'max' : 'min', column: by }, filters: united })
    const label = shown.length > 0 ? shown.filter((column) => column !== null) : labelOf(index)
    // Where what is shown stands in several rows ("which region has the highest sales"), its rows are added up or not: the question does not say.
    const [first] = label
    if (first === undefined || first === by) return silent('nothing to show')
    if (shown.length > 0 && !first.isKey && !isDate && /\b(?:most|least|fewest)\b|total/.test(`${cue.word} ${has('sum') === undefined ? '' : 'total'}`) && !index.profile.columns.some((column) => column.isYears && column.isKey)) {
      return done({ kind: 'groups', by: first, measure: { kind: 'aggregate', aggregate: 'sum', column: by }, filters: united, order, limit })
    }
    return done({ kind: 'extreme', show: label, by, order, limit, filters: united, ...(shown.length > 0 && !first.isKey && !isDate && by.unit !== '%' ? { mayBeSum: true } : {}) })
  }

  function list(): Planned {
    const wants = cues.find((cue) => cue.kind === 'which')
    if (wants === undefined || united.length === 0) return silent('no figure and no condition')
    if (united.every((filter) => 'negated' in filter)) return silent('only says which rows are not meant')
    const shown = rest.map(textual).filter((column) => column !== null)
    if (shown.length !== rest.length || shown.length > 3) return silent('what is shown is not clear')
    const label = shown.length > 0 ? shown : labelOf(index)
    return label.length === 0 ? silent('nothing to show') : done({ kind: 'list', show: label, filters: united })
  }

  function countableNoun(spansLeft: readonly (Span & { kind: 'column' })[]): boolean {
    return spansLeft.length === 0 || (textual(spansLeft[0])?.isKey ?? false)
  }
}

/** The column that a span names; null when it names several that would do. */
function pick(span: Span & { kind: 'column' } | undefined, isFit: (column: TableColumn) => boolean): TableColumn | null {
  const fit = span?.matches.filter(({ column }) => isFit(column)) ?? []
  return fit.length === 1 ? fit[0]?.column ?? null : null
}

function bestQuality(span: Span & { kind: 'column' }): number {
  return Math.max(...span.matches.map(({ quality }) => quality))
}

/** Whole numbers that are different in each row and count up: a number of the row, not a figure. */
function isCode(column: TableColumn): boolean {
  return column.isKey && column.decimals === 0 && /^(?:#|no\.?|num(?:ber)?|id|nr\.?|.*\bid)$/i.test(column.name.trim())
}

/** The one column of figures that can be added up; undefined where there are several. */
export function soleMeasure(index: TableIndex, filters: readonly RowFilter[]): TableColumn | undefined {
  const used = new Set(filters.filter(({ kind }) => kind === 'compare' || kind === 'between').map(({ column }) => column))
  const figures = index.profile.columns.filter((column) => column.type === 'number' && !column.isYears && !isCode(column))
  const money = figures.filter(({ unit }) => unit !== undefined && unit !== '%')
  return figures.length === 1 ? figures[0] : money.length === 1 ? money[0] : used.size === 1 ? [...used][0] : undefined
}

function soleDate(index: TableIndex): TableColumn | null {
  const dates = index.profile.columns.filter(({ type, isYears }) => type === 'date' || isYears)
  return dates.length === 1 ? dates[0] ?? null : null
}

/** The column that says what each row is: the first one of names, best where none stands twice. */
function labelOf(index: TableIndex): TableColumn[] {
  const text = index.profile.columns.filter(({ type, filled }) => type === 'text' && filled > 0)
  const names = text.filter(({ values }) => {
    const some = [...values?.keys() ?? []].slice(0, 50)
    return some.filter((value) => /\d/.test(value)).length * 2 <= some.length
  })
  const label = names.find(({ isKey }) => isKey) ?? names[0] ?? text[0]
  return label === undefined ? [] : [label]
}

/** The column span that begins right here, articles passed over. */
function columnAt(spans: readonly (Span & { kind: 'column' })[], { tokens }: Reading, at: number): (Span & { kind: 'column' }) | undefined {
  let next = at
  while (tokens[next]?.isStop === true) next++
  return spans.find(({ from, to }) => from <= next && to > next)
}

/** The noun after "how many": words up to the next function word, cell or condition; columns among them belong to it. */
function nounAfter({ tokens, spans }: Reading, at: number, qualifiers: ReadonlySet<Span>): { readonly from: number; readonly to: number } {
  let to = at
  while (to === at && tokens[to] !== undefined && ['the', 'of', 'all', 'these', 'those'].includes(tokens[to]?.word ?? '')) { at++; to++ }
  for (; tokens[to] !== undefined && tokens[to]?.isStop === false; to++) {
    const span = spans.find((each) => each.from <= to && each.to > to)
    if (span !== undefined && (span.kind === 'condition' || (span.kind === 'cue' && span.cue.kind !== 'different' && span.cue.kind !== 'sum') || qualifiers.has(span))) break
  }
  return { from: at, to }
}

/** Words for the rows that the table does not know; null when others are left unexplained. */
function looseWords({ tokens, spans }: Reading, tableWords: ReadonlySet<string>, counted: { readonly from: number; readonly to: number } | undefined): string[] | null {
  const loose: string[] = []
  for (const [at, token] of tokens.entries()) {
    if (token.isStop || IDLE.has(token.stem) || tableWords.has(token.stem) || spans.some(({ from, to }) => from <= at && to > at)) continue
    if (counted === undefined || at < counted.from || at >= counted.to) return null
    loose.push(token.word)
  }
  return loose.length > 2 || loose.some((word) => MEASURES.test(word)) ? null : loose
}
