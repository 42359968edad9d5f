import type { ArithmeticComputation } from '../../../src-shared/domain/computation.ts'
import { CELL_SEPARATOR } from '../reading/tableText.ts'
import { contentWords, lexicalTerms } from '../retrieval/lexicalTerms.ts'
import { parseNumber } from '../tabular/parseNumber.ts'
import { groupDigits, showValue } from '../tabular/showValue.ts'
import { quoteOf, type AnswerPart } from './composeAnswer.ts'
import type { EvidencePassage } from './EvidencePassage.ts'

const PERIOD = String.raw`(?:q[1-4]\s+)?(?:fy\s?)?(?:19|20)\d\d`
const SPAN = new RegExp(String.raw`\b(?:from|between)\s+(${PERIOD})\s+(?:to|and|until|through)\s+(${PERIOD})\b|\b(?:in\s+)?(${PERIOD})\s+(?:and|versus|vs\.?|compared (?:to|with))\s+(?:in\s+)?(${PERIOD})\b`, 'i')
const CHANGE = /\b(?:change[ds]?|grow(?:n|th|s)?|grew|increas\w*|decreas\w*|declin\w*|rise[sn]?|rose|f[ae]ll(?:en|s)?|drop(?:ped|s)?|difference|differ|gain(?:ed|s)?|shrink|shrank|percent(?:age)?)\b/gi

export interface ComputedChange {
  readonly part: AnswerPart
  readonly computation: ArithmeticComputation
}

/**
 * The change of a figure between two periods, where one row of a table has both under its name: computed here, with both operands in the cited row. Null unless
 * the row's name is what the question asks for, word by word, each period is one column, and every row that fits says the same.
 */
export function computeChange(question: string, passages: readonly EvidencePassage[]): ComputedChange | null {
  const span = SPAN.exec(question)
  if (span === null || question.search(CHANGE) < 0 || /\bwhy\b/i.test(question)) return null
  const periods = [span[1] ?? span[3] ?? '', span[2] ?? span[4] ?? ''] as const
  const asked = new Set(contentWords(question.replace(span[0], ' ').replaceAll(CHANGE, ' ')).map(({ term }) => term))
  const found = passages.flatMap((passage) => rowsOf(passage).flatMap((row) => changeIn(row, periods, asked, passage) ?? []))
  const [first] = found
  return first !== undefined && found.every(({ computation }) => computation.formula === first.computation.formula) ? first : null
}

interface Row { readonly charStart: number; readonly charEnd: number; readonly cells: readonly string[]; readonly header: readonly string[] }

function rowsOf({ unit, charStart, charEnd }: EvidencePassage): Row[] {
  return unit.segments.filter((segment) => segment.tableHeader !== undefined && segment.charStart < charEnd && segment.charEnd > charStart).map((segment) => ({
    charStart: segment.charStart, charEnd: segment.charEnd, cells: cellsOf(unit.text.slice(segment.charStart, segment.charEnd)), header: cellsOf(segment.tableHeader?.split(' / ').at(-1) ?? ''),
  }))
}

/** A row's line as cells; empty ones before the first value stand as separators. */
function cellsOf(line: string): string[] {
  return `${line.startsWith('| ') ? ' ' : ''}${line}`.split(CELL_SEPARATOR).map((cell) => cell.trim())
}

function changeIn(row: Row, periods: readonly [string, string], asked: ReadonlySet<string>, passage: EvidencePassage): ComputedChange | null {
  const label = row.cells[0] ?? ''
  const own = contentWords(label.replaceAll(/\([^)]*\)/g, ' ')).map(({ term }) => term)
  if (!/\p{L}/u.test(label) || !own.every((term) => asked.has(term))) return null
  // What the row's name does not say, its document must: "Contoso's revenue" of another company is another figure.
  const { title = '', path } = passage.passage
  const around = new Set(lexicalTerms(`${label} ${title} ${path} ${row.header.join(' ')}`))
  if ([...asked].some((term) => !around.has(term))) return null
  const columns = periods.map((period) => row.header.flatMap((name, index) => (lexicalTerms(period).every((term) => lexicalTerms(name).includes(term)) ? [index] : [])))
  const [from, to] = columns.map((indexes) => parseNumber(row.cells[indexes.length === 1 ? indexes[0] ?? -1 : -1] ?? '', '.'))
  if (from === undefined || to === undefined || from === null || to === null || from.unit !== to.unit) return null
  const [before, after] = [Number(from.text), Number(to.text)]
  const unit = { type: 'number' as const, decimals: Math.max(from.decimals, to.decimals), isYears: false, ...(from.unit === undefined ? {} : { unit: from.unit }) }
  const shown = (value: number) => showValue(String(Number(value.toPrecision(12))), unit)
  const difference = Number((after - before).toPrecision(12))
  const share = before > 0 && from.unit !== '%' ? `; ${shown(difference)} ÷ ${shown(before)} = ${groupDigits(String((difference / before) * 100), 1)}%` : ''
  const isPercent = from.unit === '%'
  const formula = `${shown(after)} − ${shown(before)} = ${isPercent ? `${groupDigits(String(difference), unit.decimals)} percentage points` : shown(difference)}${share}`
  return {
    part: { text: `${label}, from ${periods[0]} to ${periods[1]}: ${formula}.`, quotes: [quoteOf(passage, row.charStart, row.charEnd)], verdict: 'supported', score: 1, startsParagraph: true },
    computation: { kind: 'arithmetic', operation: share === '' ? 'difference' : 'percentChange', formula, operands: [{ label: periods[0], value: before, citation: 1 }, { label: periods[1], value: after, citation: 1 }], result: difference },
  }
}
