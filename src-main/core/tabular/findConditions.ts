import type { Comparison } from './QueryPlan.ts'
import { MONTHS, monthOf } from './parseDate.ts'

/** A condition on figures or dates as the question words it, before its column is known. Offsets into the folded question. */
export interface Condition {
  readonly start: number
  readonly end: number
  readonly words: string
  readonly test:
    | { readonly kind: 'number'; readonly comparison: Comparison; readonly value: number; readonly unit?: string }
    | { readonly kind: 'range'; readonly low: number; readonly high: number; readonly unit?: string }
    /** Both ends included, ISO; `isYear`: named by its year alone. An open end is undefined. */
    | { readonly kind: 'period'; readonly low: string | undefined; readonly high: string | undefined; readonly isYear: boolean; readonly isPlain: boolean }
    | { readonly kind: 'month'; readonly month: number }
}

const NUMBER = String.raw`(?<sign>[$€£¥]\s*)?(?<digits>\d[\d,]*(?:\.\d+)?)(?![\d/-])\s*(?:(?<scale>k|thousand|mn|million|bn|billion|m(?=\W|$))(?![a-z]))?\s*(?<percent>%|percent\b|per cent\b)?(?<unit>\s*(?:dollars|usd|euros?|eur|pounds|gbp|chf|units?|pieces|years? old|years? of age)\b)?`
const named = (pattern: string, suffix: string) => pattern.replaceAll(/\?<(\w+)>/g, `?<$1${suffix}>`)

const AT_LEAST = String.raw`at least|no less than|not less than|no fewer than|not fewer than|a minimum of|minimum of`
const AT_MOST = String.raw`at most|no more than|not more than|up to|a maximum of|maximum of`
const MORE = String.raw`(?:more|greater|higher|larger|bigger|older|longer|taller|heavier|better) than|over|above|exceed(?:s|ed|ing)?`
const LESS = String.raw`(?:less|fewer|lower|smaller|younger|shorter|cheaper|lighter) than|under|below`

const COMPARISONS: readonly (readonly [RegExp, Comparison])[] = [
  [new RegExp(String.raw`\b(?:${AT_LEAST})\s+${NUMBER}`, 'g'), '>='], [new RegExp(String.raw`\b(?:${AT_MOST})\s+${NUMBER}`, 'g'), '<='],
  [new RegExp(String.raw`\b(?:${MORE})\s+${NUMBER}`, 'g'), '>'], [new RegExp(String.raw`\b(?:${LESS})\s+${NUMBER}`, 'g'), '<'],
  [new RegExp(String.raw`(?<![\w.,])${NUMBER}\s+or\s+(?:more|higher|above|greater|over|older|longer)\b`, 'g'), '>='], [new RegExp(String.raw`(?<![\w.,])${NUMBER}\s+or\s+(?:less|fewer|lower|below|under|younger|shorter)\b`, 'g'), '<='],
  [new RegExp(String.raw`\b(?:exactly|equal to|equals)\s+${NUMBER}`, 'g'), '='],
]
const BETWEEN = new RegExp(String.raw`\b(?:between|from)\s+${named(NUMBER, 'A')}\s+(?:and|to)\s+${named(NUMBER, 'B')}`, 'g')

const MONTH_NAMES = MONTHS.flatMap((month) => [month, month.slice(0, 3)]).concat('sept').join('|')
const YEAR = String.raw`(?:19|20|21)\d\d`
const DATE = String.raw`\d{4}-\d\d-\d\d|(?:${MONTH_NAMES})\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+${YEAR}|\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:${MONTH_NAMES})\.?,?\s+${YEAR}|(?:${MONTH_NAMES})\.?,?\s+(?:of\s+)?${YEAR}|q[1-4],?\s+(?:of\s+)?${YEAR}|(?:the\s+)?${YEAR}s|${YEAR}`
const SPAN_OF_DATES = new RegExp(String.raw`\b(?:between|from)\s+(?<a>${DATE})\s+(?:and|to|until|through)\s+(?<b>${DATE})\b`, 'g')
const RELATIVE_DATE = new RegExp(String.raw`\b(?<word>before|prior to|previous to|earlier than|after|later than|since|starting in|starting from|until|through|up to|no later than)\s+(?:the\s+end\s+of\s+)?(?<date>${DATE})\b(?![\d,.]*\d|\s*(?:dollars|units|people|%))`, 'g')
const PLAIN_DATE = new RegExp(String.raw`\b(?:(?:in|during|on|of|for|from)\s+)?(?:the\s+)?(?:year\s+|month of\s+)?(?<date>${DATE})\b(?![\d,.]*\d|\s*%)`, 'g')
const PLAIN_MONTH = new RegExp(String.raw`\b(?:in|during)\s+(?:the\s+month\s+of\s+)?(?<month>${MONTHS.join('|')})\b(?!\s+\d)`, 'g')

/** Conditions on figures, dates, years, quarters and months in a folded question; none overlaps another. */
export function findConditions(text: string): Condition[] {
  const found: Condition[] = []
  const add = (match: RegExpMatchArray, test: Condition['test'] | null) => {
    const start = match.index ?? 0
    const end = start + match[0].trimEnd().length
    if (test !== null && !found.some((other) => other.start < end && other.end > start)) found.push({ start, end, words: match[0].trim(), test })
  }
  for (const match of text.matchAll(SPAN_OF_DATES)) add(match, period(intervalOf(match.groups?.a), intervalOf(match.groups?.b), 'between'))
  for (const match of text.matchAll(RELATIVE_DATE)) add(match, relative(match.groups?.word ?? '', intervalOf(match.groups?.date)))
  for (const match of text.matchAll(BETWEEN)) {
    const [low, high] = [scaled(match.groups ?? {}, 'A'), scaled(match.groups ?? {}, 'B')]
    const unit = unitOf(match.groups ?? {}, 'B') ?? unitOf(match.groups ?? {}, 'A')
    add(match, { kind: 'range', low: Math.min(low, high), high: Math.max(low, high), ...(unit === undefined ? {} : { unit }) })
  }
  for (const [pattern, comparison] of COMPARISONS) for (const match of text.matchAll(pattern)) {
    const unit = unitOf(match.groups ?? {}, '')
    add(match, { kind: 'number', comparison, value: scaled(match.groups ?? {}, ''), ...(unit === undefined ? {} : { unit }) })
  }
  for (const match of text.matchAll(PLAIN_DATE)) add(match, period(intervalOf(match.groups?.date), intervalOf(match.groups?.date), 'plain'))
  for (const match of text.matchAll(PLAIN_MONTH)) add(match, { kind: 'month', month: monthOf(match.groups?.month ?? '') ?? 1 })
  return found.sort((a, b) => a.start - b.start)
}

type Groups = Readonly<Record<string, string | undefined>>

function scaled(groups: Groups, suffix: string): number {
  const value = Number((groups[`digits${suffix}`] ?? '').replaceAll(',', ''))
  const scale = groups[`scale${suffix}`]
  // "200m" is a height, "$200m" is money.
  if (scale === 'm') return groups[`sign${suffix}`] === undefined ? value : value * 1e6
  return value * (scale === undefined ? 1 : scale === 'k' || scale === 'thousand' ? 1e3 : scale === 'mn' || scale === 'million' ? 1e6 : 1e9)
}

function unitOf(groups: Groups, suffix: string): string | undefined {
  if (groups[`percent${suffix}`] !== undefined) return '%'
  const sign = groups[`sign${suffix}`]?.trim()
  if (sign !== undefined) return sign
  const word = groups[`unit${suffix}`]?.trim() ?? ''
  return /^(dollars|usd)$/.test(word) ? '$' : /^eur/.test(word) ? '€' : /^(pounds|gbp)$/.test(word) ? '£' : undefined
}

interface Interval { readonly low: string; readonly high: string; readonly isYear: boolean }

/** First and last day of what a date in words names. */
function intervalOf(words: string | undefined): Interval | null {
  if (words === undefined) return null
  const text = words.replace(/^the\s+/, '')
  const year = Number(new RegExp(YEAR).exec(text)?.[0])
  const day = (month: number, date: number) => `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`
  const lastOf = (month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate()
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return { low: text, high: text, isYear: false }
  if (/^\d{4}$/.test(text)) return { low: day(1, 1), high: day(12, 31), isYear: true }
  if (/^\d{4}s$/.test(text)) return { low: day(1, 1), high: `${year + (year % 100 === 0 ? 99 : 9)}-12-31`, isYear: true }
  const quarter = /^q([1-4])/.exec(text)
  if (quarter !== null) return { low: day(Number(quarter[1]) * 3 - 2, 1), high: day(Number(quarter[1]) * 3, lastOf(Number(quarter[1]) * 3)), isYear: false }
  const month = monthOf(/[a-z]{3,}/.exec(text.replace(/\b(?:of|st|nd|rd|th)\b/g, ''))?.[0] ?? '')
  if (month === undefined) return null
  const date = /(?<!\d)(\d{1,2})(?:st|nd|rd|th)?(?!\d)/.exec(text)?.[1]
  return date === undefined ? { low: day(month, 1), high: day(month, lastOf(month)), isYear: false } : { low: day(month, Number(date)), high: day(month, Number(date)), isYear: false }
}

function period(first: Interval | null, last: Interval | null, how: 'between' | 'plain'): Condition['test'] | null {
  return first === null || last === null ? null : { kind: 'period', low: first.low, high: last.high, isYear: first.isYear && last.isYear, isPlain: how === 'plain' }
}

function relative(word: string, date: Interval | null): Condition['test'] | null {
  if (date === null) return null
  const dayBefore = (iso: string, days: number) => new Date(Date.parse(`${iso}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
  const { isYear } = date
  if (/^(before|prior|previous|earlier)/.test(word)) return { kind: 'period', low: undefined, high: dayBefore(date.low, -1), isYear, isPlain: false }
  if (/^(after|later)/.test(word)) return { kind: 'period', low: dayBefore(date.high, 1), high: undefined, isYear, isPlain: false }
  if (/^(since|starting)/.test(word)) return { kind: 'period', low: date.low, high: undefined, isYear, isPlain: false }
  return { kind: 'period', low: undefined, high: date.high, isYear, isPlain: false }
}
