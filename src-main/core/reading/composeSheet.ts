import { columnName } from '../../../src-shared/domain/narrowAnchor.ts'
import type { ParseWarning } from '../../../src-shared/domain/document.ts'
import type { PackedRows, ParsedUnit, Segment, Table } from '../../../src-shared/domain/unit.ts'
import { countHeaderRows, findTables, type SheetRow, type SheetTable } from './findTables.ts'
import { packRows } from './packRows.ts'
import { CELL_SEPARATOR, tableHeaderText } from './tableText.ts'
import { UnitText } from './UnitText.ts'

type RawValue = string | number | boolean | null

// A unit is stored, shown and cited as one: a sheet of a million rows comes in pieces that a viewer can open.
const ROWS_A_UNIT = 2_000
const CHARS_A_UNIT = 2_000_000
// Tables as arrays beside the text are for viewers and exports; beyond this a sheet is data and is read by its text.
const MAX_TABLE_ROWS = 20_000

export interface Sheet {
  readonly name: string
  /** Rows that hold anything, in order. Cells are normalised to one line. */
  readonly rows: readonly SheetRow[]
  readonly isHidden?: boolean
  /** Rows (1-based) in which a cell spans several columns: headers above headers. */
  readonly mergedRows?: ReadonlySet<number>
  /** Comments on cells (one line each, after the rows) and the names that the workbook gives to cells. */
  readonly notes?: readonly { readonly cell: string; readonly text: string; readonly isName?: boolean }[]
}

/**
 * Units of kind `cells` for one sheet: one segment a row, the tables in it found, each row with its header and its exact range.
 * A hidden sheet says so in its label and its segments have role `hidden`; an empty one is an `empty` unit.
 */
export function composeSheet(sheet: Sheet, firstUnit: number): ParsedUnit[] {
  if (sheet.rows.length > HUGE_ROWS) return composeHugeSheet(sheet, firstUnit)
  const label = labelOf(sheet)
  const facts = { sheet: sheet.name }
  const tables = findTables(sheet.rows, sheet.mergedRows)
  const units: ParsedUnit[] = []
  let writer = new SheetWriter(sheet.isHidden === true)
  const finish = (): void => {
    if (writer.isEmpty) return
    units.push({ unit: firstUnit + units.length, kind: 'cells', label, source: 'text', facts, ...writer.content() })
    writer = new SheetWriter(sheet.isHidden === true)
  }
  for (const table of tables) {
    for (let start = 0; start < table.rows.length;) {
      if (writer.rowCount > 0 && (start > 0 || writer.rowCount + Math.min(table.rows.length, ROWS_A_UNIT) > ROWS_A_UNIT)) finish()
      start = writer.addTable(table, start, Math.min(table.rows.length, start + ROWS_A_UNIT), sheet.rows.length <= MAX_TABLE_ROWS)
    }
  }
  for (const note of sheet.notes ?? []) writer.addNote(note)
  finish()
  if (units.length === 0) return [{ unit: firstUnit, kind: 'cells', label, source: 'empty', text: '', segments: [], facts, note: 'This sheet holds no values.' }]
  return units.length === 1 ? units : units.map((unit) => ({ ...unit, label: `${label}, rows ${rowSpan(unit)}` }))
}

function labelOf({ name, isHidden }: Pick<Sheet, 'name' | 'isHidden'>): string {
  return isHidden === true ? `${name} (hidden)` : name
}

// Rows of a delimited file that are looked at as a whole, for several tables in it; a longer file is one table.
const WHOLE_ROWS = 5_000

/** As a stream of rows, which keeps no segments; its comments and names stand in a unit of their own. */
function composeHugeSheet(sheet: Sheet, firstUnit: number): ParsedUnit[] {
  const stream = new SheetStream(sheet)
  for (const row of sheet.rows) stream.push(row)
  return finishHugeSheet(stream, sheet, firstUnit)
}

function finishHugeSheet(stream: SheetStream, { notes, ...sheet }: Omit<Sheet, 'rows'>, firstUnit: number): ParsedUnit[] {
  const noted = notes === undefined || notes.length === 0 ? [] : composeSheet({ ...sheet, rows: [], notes }, 1)
  return [...stream.finish(), ...noted].map((unit, index) => ({ ...unit, unit: firstUnit + index }))
}

/** A sheet whose rows come one by one: the same units as `composeSheet` gives, without holding the rows of a huge one. */
export class SheetCollector {
  readonly #sheet: Omit<Sheet, 'rows'>
  #held: SheetRow[] = []
  #stream: SheetStream | undefined

  constructor(sheet: Omit<Sheet, 'rows'>) { this.#sheet = sheet }

  /** Rows so far. */
  get rows(): number { return this.#stream?.rows ?? this.#held.length }

  push(row: SheetRow): void {
    if (this.#stream !== undefined) return this.#stream.push(row)
    this.#held.push(row)
    if (this.#held.length <= HUGE_ROWS) return
    const stream = new SheetStream(this.#sheet)
    for (const held of this.#held) stream.push(held)
    this.#held = []
    this.#stream = stream
  }

  finish(firstUnit: number): ParsedUnit[] {
    return this.#stream === undefined ? composeSheet({ ...this.#sheet, rows: this.#held }, firstUnit) : finishHugeSheet(this.#stream, this.#sheet, firstUnit)
  }
}

/**
 * Rows of a sheet that are searched one group after the other, and the size from which a sheet is too large for that: embedding a million rows takes hours, and
 * nobody asks for the 700,000th by its meaning. Later rows are computed over, looked up by their cells, and shown.
 */
const SEARCHED_ROWS = 5_000
export const HUGE_ROWS = 20_000

/** What a person is told of a sheet that is not searched row by row; undefined for others. */
export function hugeSheetWarning(name: string, rows: number, unit: number): ParseWarning | undefined {
  if (rows <= HUGE_ROWS) return undefined
  const count = (value: number) => value.toLocaleString('en')
  return { code: 'ROWS_SAMPLED', unit, message: `The sheet ${name} has ${count(rows)} rows. Searching looks at its first ${count(SEARCHED_ROWS)} and at a few of every ${count(ROWS_A_UNIT)} after them; totals, counts and look-ups are computed over all of them.` }
}

/** A sheet whose rows come one by one and may be millions: only text and row numbers are kept of what was written. */
export class SheetStream {
  readonly #sheet: Pick<Sheet, 'name' | 'isHidden'>
  readonly #units: ParsedUnit[] = []
  #pending: SheetRow[] = []
  #rows = 0
  #header: { readonly rows: number; readonly text: string | undefined } | undefined

  constructor({ name, isHidden }: Pick<Sheet, 'name' | 'isHidden'>) { this.#sheet = isHidden === true ? { name, isHidden } : { name } }

  push(row: SheetRow): void {
    this.#pending.push(row)
    this.#rows++
    if (this.#header === undefined && this.#pending.length < WHOLE_ROWS) return
    while (this.#pending.length >= ROWS_A_UNIT) this.#write(this.#pending.splice(0, ROWS_A_UNIT))
  }

  finish(): ParsedUnit[] {
    if (this.#header === undefined) return composeSheet({ ...this.#sheet, rows: this.#pending }, 1)
    if (this.#pending.length > 0) this.#write(this.#pending)
    this.#pending = []
    return this.#units.map((unit) => ({ ...unit, label: `${labelOf(this.#sheet)}, rows ${rowSpan(unit)}`, ...(this.#rows > HUGE_ROWS && unit.unit > SEARCHED_ROWS / ROWS_A_UNIT ? { isSampled: true } : {}) }))
  }

  /** Rows so far. */
  get rows(): number { return this.#rows }

  #write(rows: readonly SheetRow[]): void {
    const headerRows = this.#header === undefined ? countHeaderRows(rows) : 0
    this.#header ??= { rows: headerRows, text: tableHeaderText(rows.slice(0, headerRows).map((row) => row.cells), headerRows) }
    const { text } = this.#header
    for (let start = 0; start < rows.length;) {
      const writer = new SheetWriter(this.#sheet.isHidden === true)
      const from = start
      start = writer.addTable({ left: 1, rows, headerRows, isTitle: false, ...(text === undefined ? {} : { inheritedHeader: text }) }, start, rows.length, false)
      this.#units.push({ unit: this.#units.length + 1, kind: 'cells', label: this.#sheet.name, source: 'text', facts: { sheet: this.#sheet.name }, ...packed(writer.content(), rows.slice(from, start)) })
    }
  }
}

/** The same without its segments where they can be made again from the text. */
function packed(content: ReturnType<SheetWriter['content']>, rows: readonly SheetRow[], left = 1): Pick<ParsedUnit, 'text' | 'segments' | 'packed'> {
  const [first] = content.segments
  if (first === undefined) return content
  const { role, block, tableHeader, headings } = first
  const rowsPacked = packRows(rows, { left, role, block, ...(tableHeader === undefined ? {} : { tableHeader }), ...(headings === undefined ? {} : { headings }) })
  return rowsPacked === undefined ? content : { text: content.text, segments: [], packed: rowsPacked }
}

function rowSpan(unit: ParsedUnit): string {
  const runs: PackedRows['runs'] | undefined = unit.packed?.runs
  if (runs !== undefined) return `${runs[0]?.[0] ?? 0}–${(runs.at(-1)?.[0] ?? 0) + (runs.at(-1)?.[1] ?? 1) - 1}`
  const rows = unit.segments.flatMap(({ place }) => (place.kind === 'cells' ? [Number(/\d+/.exec(place.range)?.[0])] : []))
  return `${rows.reduce((least, row) => Math.min(least, row), Infinity)}–${rows.reduce((most, row) => Math.max(most, row), 0)}`
}

class SheetWriter {
  readonly #text = new UnitText()
  readonly #tables: Table[] = []
  readonly #isHidden: boolean
  #block = 0
  rowCount = 0

  constructor(isHidden: boolean) { this.#isHidden = isHidden }

  get isEmpty(): boolean { return this.#text.length === 0 }

  /** Writes rows `start` to `end`; returns the first one that found no room. */
  addTable(table: SheetTable, start: number, end: number, keepRows: boolean): number {
    this.#block++
    const cellRows = table.rows.map((row) => row.cells)
    const tableHeader = table.rows.length > table.headerRows ? tableHeaderText(cellRows.slice(0, table.headerRows), table.headerRows) ?? table.inheritedHeader : undefined
    const headings = table.title === undefined ? {} : { headings: [table.title] }
    const header = tableHeader === undefined ? {} : { tableHeader }
    for (let index = start; index < end; index++) {
      const row = table.rows[index]
      if (row === undefined) continue
      if (this.#text.length > CHARS_A_UNIT) return index
      const { text, range, columnStarts, raw } = writeRow(row, table.left, tableHeader !== undefined)
      const place: Segment['place'] = { kind: 'cells', range, ...(columnStarts.length > 1 ? { columnStarts } : {}), ...(raw.some((value) => value !== null) ? { raw } : {}) }
      const role = this.#isHidden ? 'hidden' : table.isTitle ? 'heading' : 'table'
      this.#text.add(text, { role, block: this.#block, place, ...headings, ...header }, index === start ? '\n\n' : '\n')
      this.rowCount++
    }
    if (keepRows && end - start > 1) this.#tables.push({ rows: cellRows.slice(start, end), headerRows: start === 0 ? table.headerRows : 0, ...rawValues(table.rows.slice(start, end), table.left) })
    return end
  }

  addNote({ cell, text, isName }: { readonly cell: string; readonly text: string; readonly isName?: boolean }): void {
    this.#text.add(text, { role: this.#isHidden ? 'hidden' : isName === true ? 'metadata' : 'comment', block: ++this.#block, place: { kind: 'cells', range: cell } }, '\n\n')
  }

  content(): Pick<ParsedUnit, 'text' | 'segments' | 'tables'> {
    return { text: this.#text.toString(), segments: this.#text.segments, ...(this.#tables.length === 0 ? {} : { tables: this.#tables }) }
  }
}

/** Values behind the cells by their place, only those that say more than the cell shows. */
function rawValues(rows: readonly SheetRow[], left: number): Pick<Table, 'raw'> {
  const values = rows.flatMap(({ row, raw }) => (raw ?? []).flatMap((value, index): [string, string | number | boolean][] => (value === null || value === undefined ? [] : [[`${columnName(left + index)}${row}`, value]])))
  return values.length === 0 ? {} : { raw: Object.fromEntries(values) }
}

/**
 * One row as its line, its range without empty cells at either end, and where each column of the range starts in the line.
 * Under a header, empty cells before the first value keep their separators, so that a reader can count columns.
 */
function writeRow(row: SheetRow, left: number, keepsLeading: boolean): { text: string; range: string; columnStarts: number[]; raw: RawValue[] } {
  let first = 0
  let last = row.cells.length
  while (first < last && row.cells[first] === '') first++
  while (last > first && row.cells[last - 1] === '') last--
  const columnStarts: number[] = []
  let text = keepsLeading ? CELL_SEPARATOR.repeat(first).trimStart() : ''
  for (let index = first; index < last; index++) {
    if (index > first) text += CELL_SEPARATOR
    columnStarts.push(text.length)
    text += row.cells[index] ?? ''
  }
  const from = `${columnName(left + first)}${row.row}`
  const to = `${columnName(left + last - 1)}${row.row}`
  return { text, range: from === to ? from : `${from}:${to}`, columnStarts, raw: Array.from({ length: last - first }, (_, index) => row.raw?.[first + index] ?? null) }
}
