import { columnName } from '../../../src-shared/domain/narrowAnchor.ts'
import { dateOrderOf, parseDate, type DateOrder } from './parseDate.ts'
import { decimalSignOf, parseNumber, type DecimalSign } from './parseNumber.ts'
import type { ColumnType, RawValue, TableColumn } from './StoredTable.ts'

/** Held to match words of a question with; a column of more values is looked up by query instead. */
const MAX_VALUES = 20_000
/** Cells that are not numbers (or dates) that a column of them may have: a note in a cell does not make it text. */
const MAX_UNREAD_SHARE = 0.1
/** Exact decimals up to here; beyond, numbers are measurements and taken as floating point. */
export const MAX_EXACT_DECIMALS = 9

const MISSING = /^(?:|-+|–|—|−|\.+|\?+|n\/?a|none|null|nil|tbd|unknown|\(none\))$/i
const ERROR = /^#(?:N\/A|DIV\/0!|REF!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)$/i

/** What a cell holds for counting: nothing, an error, or something. */
export function cellState(cell: string): 'missing' | 'error' | 'value' {
  if (ERROR.test(cell)) return 'error'
  return MISSING.test(cell.trim()) ? 'missing' : 'value'
}

/** Most columns say the same few things again and again: their reading is remembered, unless there are more different texts than this. */
export const MAX_REMEMBERED = 2_000

/** What one cell says by itself. */
interface CellFacts {
  readonly state: ReturnType<typeof cellState>
  readonly numbers: Readonly<Record<DecimalSign, ReturnType<typeof numberOf>>>
  readonly dates: Readonly<Record<DateOrder, boolean>>
  readonly order: DateOrder | undefined
  readonly sign: DecimalSign | null
}

function factsOf(cell: string, raw: RawValue | undefined): CellFacts {
  return {
    state: cellState(cell), numbers: { '.': numberOf(cell, raw, '.'), ',': numberOf(cell, raw, ',') }, order: dateOrderOf(cell),
    dates: { dayFirst: dateOf(cell, raw, 'dayFirst') !== null, monthFirst: dateOf(cell, raw, 'monthFirst') !== null }, sign: typeof raw === 'number' ? null : decimalSignOf(cell),
  }
}

/** Collects what its cells say about one column, row by row. */
export class ColumnProfiler {
  #filled = 0
  #errors = 0
  readonly #numbers = { '.': 0, ',': 0 }
  readonly #dates = { dayFirst: 0, monthFirst: 0 }
  #decimals = { '.': 0, ',': 0 }
  #years = 0
  readonly #units = { '.': new Set<string>(), ',': new Set<string>() }
  #values: Map<string, number> | undefined = new Map()
  #isKey = true
  #remembered: Map<string, CellFacts> | undefined = new Map()
  readonly orders = new Set<DateOrder>()
  /** Which decimal sign its cells show, where one can be only that. */
  readonly signs = new Set<DecimalSign>()

  add(cell: string, raw: RawValue | undefined): void {
    const { state, numbers, dates, order, sign } = this.#read(cell, raw)
    if (state === 'error') this.#errors++
    if (state !== 'value') return
    this.#filled++
    if (this.#values !== undefined) {
      const times = (this.#values.get(cell) ?? 0) + 1
      if (times > 1) this.#isKey = false
      this.#values.set(cell, times)
      if (this.#values.size > MAX_VALUES) this.#values = undefined
    }
    this.#addNumber(cell, numbers['.'], '.')
    this.#addNumber(cell, numbers[','], ',')
    if (order !== undefined) this.orders.add(order)
    if (dates.dayFirst) this.#dates.dayFirst++
    if (dates.monthFirst) this.#dates.monthFirst++
    if (sign !== null) this.signs.add(sign)
  }

  #read(cell: string, raw: RawValue | undefined): CellFacts {
    // Behind the same text may lie another number.
    if (this.#remembered === undefined || (raw !== undefined && raw !== null)) return factsOf(cell, raw)
    const known = this.#remembered.get(cell)
    if (known !== undefined) return known
    const facts = factsOf(cell, raw)
    if (this.#remembered.set(cell, facts).size > MAX_REMEMBERED) this.#remembered = undefined
    return facts
  }

  #addNumber(cell: string, number: ReturnType<typeof numberOf>, sign: DecimalSign): void {
    if (number === null) return
    this.#numbers[sign]++
    this.#decimals[sign] = Math.max(this.#decimals[sign], number.decimals)
    if (number.unit !== undefined) this.#units[sign].add(number.unit)
    if (sign === '.' && number.text.length === 4 && /^[12]\d{3}$/.test(number.text) && !/\d[,.' ]\d/.test(cell)) this.#years++
  }

  finish(place: { readonly index: number; readonly left: number; readonly name: string; readonly sqlName: string }, conventions: { readonly sign: DecimalSign; readonly order: DateOrder | undefined }): TableColumn {
    const { sign, order } = conventions
    const dates = this.#dates[order ?? 'dayFirst']
    const isMostly = (count: number) => count > 0 && this.#filled - count <= MAX_UNREAD_SHARE * this.#filled
    // Two currencies or a currency and percentages in one column: no sum of them means anything.
    const units = this.#units[sign]
    const isMixed = units.size > 1
    const type: ColumnType = isMostly(this.#numbers[sign]) && !isMixed ? 'number' : isMostly(dates) && (order !== undefined || this.#dates.dayFirst === this.#dates.monthFirst) ? 'date' : 'text'
    const readable = type === 'number' ? this.#numbers[sign] : type === 'date' ? dates : this.#filled
    const unit = [...units][0]
    return {
      index: place.index, letter: columnName(place.left + place.index), name: place.name, sqlName: place.sqlName, type, decimals: type === 'number' ? this.#decimals[sign] : 0,
      ...(type === 'number' && unit !== undefined ? { unit } : {}), isYears: type === 'number' && this.#years === this.#numbers[sign],
      filled: this.#filled, errors: this.#errors, unread: this.#filled - readable, values: this.#values, isKey: this.#isKey && this.#values !== undefined && this.#filled > 0,
    }
  }
}

/** A cell as a number: what lies behind it where that is known, else what it shows. Percentages count in percent. */
export function numberOf(cell: string, raw: RawValue | undefined, sign: DecimalSign) {
  if (typeof raw === 'number' && Number.isFinite(raw)) {
    const isPercent = cell.endsWith('%')
    // A hundredfold of a binary fraction has digits that nobody wrote.
    const text = String(isPercent ? Number((raw * 100).toPrecision(15)) : raw)
    const shown = parseNumber(cell, sign)
    return { text, decimals: text.includes('e') ? 20 : text.split('.')[1]?.length ?? 0, ...(isPercent ? { unit: '%' } : shown?.unit === undefined ? {} : { unit: shown.unit }) }
  }
  return raw === undefined || raw === null ? parseNumber(cell, sign) : null
}

export function dateOf(cell: string, raw: RawValue | undefined, order: DateOrder | undefined): string | null {
  return typeof raw === 'string' && /^\d{4}-\d\d-\d\d/.test(raw) ? raw.slice(0, 10) : parseDate(cell, order)
}
