import { findConditions, type Condition } from './findConditions.ts'
import { findCues, type Cue } from './findCues.ts'
import { folded, tokensOf, type Token } from './questionTokens.ts'
import type { ColumnMatch, TableIndex, ValueMatch } from './TableIndex.ts'

interface SpanBase {
  /** Token indices; `to` is exclusive. */
  readonly from: number
  readonly to: number
}

export type Span =
  | SpanBase & { readonly kind: 'column'; /** Best first; several of one quality are ambiguous. */ readonly matches: readonly ColumnMatch[] }
  | SpanBase & { readonly kind: 'value'; readonly matches: readonly ValueMatch[] }
  | SpanBase & { readonly kind: 'condition'; readonly condition: Condition }
  | SpanBase & { readonly kind: 'cue'; readonly cue: Cue }

export interface Reading {
  readonly text: string
  readonly tokens: readonly Token[]
  /** In order, none overlapping. */
  readonly spans: readonly Span[]
}

/** Participles that say that rows are there: "orders placed in May" is about no column "Place". */
const IDLE_VERB = /^(?:placed|made|created|done|held|taken|located|based|listed|recorded)$/

/** What stands around a period and is no part of its name. */
const AROUND_PERIOD = /^(?:in|during|on|of|for|from|the|year|month)$/

/** What the words of a question mean in one table: its columns, its cells, conditions and what is to be done. The longest reading of each stretch wins. */
export function readQuestion(question: string, index: TableIndex): Reading {
  const text = folded(question)
  const tokens = tokensOf(text)
  const spans: Span[] = []
  const isFree = (from: number, to: number) => from < to && !spans.some((span) => span.from < to && span.to > from)
  const range = (start: number, end: number) => {
    const from = tokens.findIndex((token) => token.end > start)
    const after = tokens.findIndex((token) => token.start >= end)
    return { from: from < 0 ? tokens.length : from, to: after < 0 ? tokens.length : after }
  }
  const key = (from: number, to: number) => tokens.slice(from, to).map(({ stem }) => stem).join(' ')
  const eachStretch = (lengths: { readonly most: number; readonly least: number }, take: (from: number, to: number) => void) => {
    for (let length = lengths.most; length >= lengths.least; length--) for (let from = 0; from + length <= tokens.length; from++) if (isFree(from, from + length)) take(from, from + length)
  }
  const takeColumn = (leastQuality: number) => (from: number, to: number) => {
    if (to - from === 1 && IDLE_VERB.test(tokens[from]?.word ?? '')) return
    const matches = best(index.column(key(from, to)).filter(({ quality }) => quality >= leastQuality))
    if (matches.length > 0) spans.push({ kind: 'column', from, to, matches })
  }
  const takeValue = (from: number, to: number) => {
    if (tokens.slice(from, to).every(({ isStop }) => isStop)) return
    // Words out of a cell name it only where they are most of it, begin and end with a word that says something, and do not stand for what is counted.
    const isPart = (values: readonly string[]) => values.every((value) => tokensOf(folded(value)).length <= 2 * (to - from)) && tokens[from]?.isStop === false && tokens[to - 1]?.isStop === false && !isCounted(from)
    const matches = index.values(key(from, to)).filter(({ quality, values }) => quality !== 'words' || isPart(values))
    if (matches.length > 0) spans.push({ kind: 'value', from, to, matches })
  }
  const isCounted = (at: number) => /\b(?:how many(?: more| fewer| less)?|number of|the most|the fewest|the least)(?: (?:different|total|distinct|of the))?(?: \S+){0,2} $/.test(text.slice(0, tokens[at]?.start ?? 0)) && !/\b(?:in|from|of|by|at|for|with|on|does|do|did|is|are|was|were|has|have|had|than) $/.test(text.slice(0, tokens[at]?.start ?? 0).replace(/number of $/, ''))
  /**
   * "Q2 2025" and "June" as cells, where a column is written so; or as a quarter's or month's cell and a year, where these stand in two columns and
   * no column of dates could be meant. Spans of time ("since Q2 2025") and years alone stay conditions.
   */
  const periodAsCells = ({ test }: Condition, { from, to }: { readonly from: number; readonly to: number }): Span[] | undefined => {
    if (test.kind !== 'month' && !(test.kind === 'period' && test.isPlain && !test.isYear)) return undefined
    const said = tokens.slice(from, to).filter(({ word }) => !AROUND_PERIOD.test(word))
    const stems = said.map(({ stem }) => stem)
    const cells = (key: string) => index.values(key).filter(({ quality }) => quality === 'whole')
    const whole = [stems, [...stems.slice(-1), ...stems.slice(0, -1)]].map((order) => cells(order.join(' '))).find(({ length }) => length > 0)
    if (whole !== undefined) return [{ kind: 'value', from, to, matches: whole }]
    const matches = cells(stems.slice(0, -1).join(' '))
    const year = said.at(-1)
    if (test.kind === 'month' || matches.length === 0 || year === undefined || index.profile.columns.some(({ type }) => type === 'date')) return undefined
    const at = tokens.indexOf(year)
    const alone = findConditions(year.word)[0]
    return alone === undefined ? undefined : [{ kind: 'value', from, to: at, matches }, { kind: 'condition', from: at, to, condition: { ...alone, start: year.start, end: year.end } }]
  }
  // Whole names of several words first: "Total amount" is a column and no order to add up, "Population (2011)" no year.
  eachStretch({ most: index.longest, least: 2 }, takeColumn(2))
  for (const condition of findConditions(text)) {
    const { from, to } = range(condition.start, condition.end)
    if (isFree(from, to)) spans.push(...periodAsCells(condition, { from, to }) ?? [{ kind: 'condition', from, to, condition }])
  }
  eachStretch({ most: index.longest, least: 2 }, takeValue)
  for (const cue of findCues(text, (start, end) => { const { from, to } = range(start, end); return !isFree(from, to) })) {
    spans.push({ kind: 'cue', ...range(cue.start, cue.end), cue })
  }
  eachStretch({ most: 1, least: 1 }, (from, to) => { if (tokens[from]?.isStop !== true) takeColumn(2)(from, to) })
  eachStretch({ most: 1, least: 1 }, takeValue)
  eachStretch({ most: 1, least: 1 }, (from, to) => { if (tokens[from]?.isStop !== true) takeColumn(0)(from, to) })
  eachStretch({ most: 1, least: 1 }, (from, to) => {
    const token = tokens[from]
    const matches = token === undefined || token.isStop || IDLE_VERB.test(token.word) ? [] : index.columnLike(token.stem)
    if (matches.length > 0) spans.push({ kind: 'column', from, to, matches })
  })
  return { text, tokens, spans: spans.sort((a, b) => a.from - b.from) }
}

function best(matches: readonly ColumnMatch[]): ColumnMatch[] {
  const most = Math.max(-1, ...matches.map(({ quality }) => quality))
  return matches.filter(({ quality }) => quality === most)
}
