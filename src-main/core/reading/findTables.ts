import { rowText } from './tableText.ts'

export interface SheetRow {
  /** 1-based in the sheet. */
  readonly row: number
  /** Displayed values from column `A` (or from the table's first column) on; '' where empty. */
  readonly cells: readonly string[]
  /** What lies behind a cell where it says more than what is shown; null or missing elsewhere. */
  readonly raw?: readonly (string | number | boolean | null | undefined)[]
}

/** A rectangle of a sheet that reads as one table. */
export interface SheetTable {
  /** 1-based column of the first cell of each row. */
  readonly left: number
  readonly rows: readonly SheetRow[]
  readonly headerRows: number
  /** The line of text right above the table. */
  readonly title?: string
  /** This table is only that line. */
  readonly isTitle: boolean
  /** The header of the table above, whose rows go on here after a blank row. */
  readonly inheritedHeader?: string
}

// Rows looked at to tell a header from data; tables are alike from top to bottom.
const SAMPLE_ROWS = 30
// Splitting at blank columns walks the sheet once more; sheets of data beyond this are one table anyway.
const MAX_SPLIT_ROWS = 5_000

/**
 * The tables of a sheet: bands between blank rows, cut at blank columns; a line of one cell above a wider table is its title;
 * a first row of names over values is its header. A band after a blank row with the same columns and no header of its own
 * goes on with the header above it.
 */
export function findTables(rows: readonly SheetRow[], mergedRows: ReadonlySet<number> = new Set()): SheetTable[] {
  const tables: SheetTable[] = []
  let title: string | undefined
  for (const band of bandsOf(rows)) {
    for (const region of splitColumns(band)) {
      const table = describe(region, mergedRows, title)
      if (table.length === 0) continue
      for (const part of table) tables.push(inherit(part, tables.findLast((earlier) => !earlier.isTitle && earlier.left === part.left)))
      const only = table.length === 1 ? table[0] : undefined
      title = only?.isTitle === true ? rowText(only.rows[0]?.cells ?? []) : undefined
    }
  }
  return tables
}

function bandsOf(rows: readonly SheetRow[]): SheetRow[][] {
  const bands: SheetRow[][] = []
  let previous = -1
  for (const row of rows) {
    if (row.cells.every((cell) => cell === '')) continue
    const band = bands.at(-1)
    if (band !== undefined && row.row === previous + 1) band.push(row)
    else bands.push([row])
    previous = row.row
  }
  return bands
}

interface Region { readonly left: number; readonly rows: SheetRow[] }

function splitColumns(band: readonly SheetRow[]): Region[] {
  const width = band.reduce((most, row) => Math.max(most, row.cells.length), 0)
  const used = new Array<boolean>(width).fill(false)
  for (const row of band) for (let column = 0; column < row.cells.length; column++) if (row.cells[column] !== '') used[column] = true
  const runs: { start: number; end: number }[] = []
  for (let column = 0; column < width; column++) {
    if (used[column] !== true) continue
    const run = runs.at(-1)
    if (run !== undefined && run.end === column) run.end++
    else runs.push({ start: column, end: column + 1 })
  }
  // A single row with gaps is a form line or a spaced header, not several tables.
  const isOne = band.length === 1 || band.length > MAX_SPLIT_ROWS || runs.some((run) => run.end - run.start < 2)
  const parts = isOne && runs.length > 1 ? [{ start: runs[0]?.start ?? 0, end: runs.at(-1)?.end ?? width }] : runs
  return parts.map(({ start, end }) => ({
    left: start + 1,
    rows: band.map((row) => ({ row: row.row, cells: row.cells.slice(start, end), ...(row.raw === undefined ? {} : { raw: row.raw.slice(start, end) }) })).filter((row) => row.cells.some((cell) => cell !== '')),
  }))
}

/** A region as title line(s) and table. */
function describe(region: Region, mergedRows: ReadonlySet<number>, titleAbove: string | undefined): SheetTable[] {
  const tables: SheetTable[] = []
  let rows = region.rows
  let title = titleAbove
  while (rows.length > 0 && filled(rows[0]) === 1 && (rows.length === 1 ? isWords(rows[0]) : rows.some((row) => filled(row) > 1) && isWords(rows[0]))) {
    const line = rows[0]
    if (line === undefined) break
    title = rowText(line.cells.filter((cell) => cell !== ''))
    tables.push({ left: region.left, rows: [line], headerRows: 0, isTitle: true, title })
    rows = rows.slice(1)
  }
  if (rows.length > 0) {
    tables.push({ left: region.left, rows, headerRows: countHeaderRows(rows, mergedRows), isTitle: false, ...(title === undefined ? {} : { title }) })
  }
  return tables
}

function inherit(table: SheetTable, earlier: SheetTable | undefined): SheetTable {
  if (table.isTitle || table.headerRows > 0 || earlier === undefined) return table
  const sameWidth = (earlier.rows[0]?.cells.length ?? 0) === (table.rows[0]?.cells.length ?? -1)
  const header = earlier.headerRows > 0 ? earlier.rows.slice(0, earlier.headerRows).map((row) => rowText(row.cells)).join(' / ') : earlier.inheritedHeader
  return sameWidth && header !== undefined ? { ...table, inheritedHeader: header } : table
}

function filled(row: SheetRow | undefined): number {
  return row?.cells.reduce((count, cell) => count + (cell === '' ? 0 : 1), 0) ?? 0
}

function isWords(row: SheetRow | undefined): boolean {
  return row?.cells.every((cell) => cell === '' || !isValue(cell)) ?? false
}

const VALUE = /^[\s(+\-−$€£¥]*\d[\d.,'\s:/%-]*(e[+-]?\d+)?\s*[)%€£$]?$|^#(N\/A|DIV\/0!|REF!|VALUE!|NAME\?|NUM!|NULL!)$|^(true|false)$/i
const YEAR = /^(19|20|21)\d\d$/

function isValue(cell: string): boolean {
  return VALUE.test(cell) || /^\d{1,4}[-/. ](\d{1,2}|[A-Za-z]{3,9})[-/. ]\d{1,4}/.test(cell)
}

/**
 * Header rows at the top: names (years count as names) over a body in which some column holds values, or distinct short names
 * over longer or repeated text. Rows with cells merged across columns stand above one more header row.
 */
export function countHeaderRows(rows: readonly SheetRow[], mergedRows: ReadonlySet<number> = new Set()): number {
  const [first] = rows
  if (first === undefined || rows.length < 2) return 0
  let count = 0
  while (count < Math.min(4, rows.length - 1) && mergedRows.has(rows[count]?.row ?? -1) && isNames(rows[count])) count++
  const header = rows[count]
  if (header === undefined || !isNames(header) || (filled(header) < 2 && first.cells.length > 1)) return count
  const body = rows.slice(count + 1, count + 1 + SAMPLE_ROWS)
  const hasValues = body.some((row) => row.cells.some((cell) => cell !== '' && isValue(cell)))
  const names = header.cells.filter((cell) => cell !== '')
  const areDistinct = new Set(names).size === names.length && names.every((name) => name.length <= 60)
  return hasValues || (areDistinct && names.length >= 2 && body.length >= 1) ? count + 1 : count
}

function isNames(row: SheetRow | undefined): boolean {
  return row?.cells.every((cell) => cell === '' || YEAR.test(cell) || !isValue(cell)) ?? false
}
