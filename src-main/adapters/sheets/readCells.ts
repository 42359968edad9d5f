import type { CellObject, WorkSheet } from '@e965/xlsx'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { SheetRow } from '../../core/reading/findTables.ts'
import { normaliseLine } from '../../core/reading/normaliseText.ts'

// Cells kept in memory at once, empty ones between others included: about a million rows of 30 columns.
const MAX_CELLS = 30_000_000
// One shared string may stand in every cell: a few megabytes of file then mean gigabytes of text.
export const MAX_TEXT_CHARS = 200_000_000
// What Excel itself allows in a cell.
const MAX_CELL_CHARS = 32_767

/** The ISO date (and time, where there is one) of a number under a date format; undefined for other formats. */
type IsoDate = (value: number, format: string) => string | undefined

/** What is needed of the library's number formats, which it gives without types. */
interface NumberFormats {
  readonly is_date: (code: string) => boolean
  readonly format: (code: string, value: number, options?: { readonly date1904: boolean }) => string
  readonly parse_date_code: (value: number, options?: { readonly date1904: boolean }) => { y: number; m: number; d: number; H: number; M: number; S: number } | null
}

/** The rows of one sheet as displayed values with what lies behind them, whether the sheet comes whole or in pieces. */
export class CellReader {
  readonly #isoDate: IsoDate
  readonly #dottedDate: (cell: CellObject) => string | undefined
  #cells = 0
  #chars = 0
  #rowsCut = 0

  constructor(formats: NumberFormats, date1904: boolean) {
    this.#isoDate = isoDateReader(formats, date1904)
    this.#dottedDate = ({ t, v, z, w }) => (t === 'n' && typeof v === 'number' && typeof z === 'string' && w === undefined ? dottedDate(v, z, formats, date1904) : undefined)
  }

  /** Rows left out because the sheet is beyond any reader. */
  get rowsCut(): number { return this.#rowsCut }

  /** Only rows that hold anything. Throws LIMIT_EXCEEDED for too much text. */
  read(sheet: WorkSheet): SheetRow[] {
    const rows: SheetRow[] = []
    // Both levels are sparse: `forEach` passes over what is not there.
    cellsOf(sheet).forEach((cells, rowIndex) => {
      if (this.#cells > MAX_CELLS) { this.#rowsCut++; return }
      const values: string[] = []
      const raw: (string | number | null)[] = []
      cells.forEach((cell, column) => {
        const text = cell === undefined ? '' : this.#dottedDate(cell) ?? displayed(cell)
        if (cell === undefined || text === '') return
        while (values.length < column) values.push('')
        values.push(text)
        const behind = valueBehind(cell, text, this.#isoDate)
        if (behind !== undefined) raw[column] = behind
        this.#chars += text.length
        if (this.#chars > MAX_TEXT_CHARS) throw new AppError('LIMIT_EXCEEDED')
      })
      this.#cells += values.length
      if (values.length > 0) rows.push({ row: rowIndex + 1, cells: values, ...(raw.length > 0 ? { raw } : {}) })
    })
    return rows
  }
}

function cellsOf(sheet: WorkSheet): (CellObject | undefined)[][] {
  return (sheet['!data'] ?? []) as (CellObject | undefined)[][]
}

/** The comments of a sheet, row by row, one line each. */
export function commentsOf(sheet: WorkSheet, encodeCell: (cell: { r: number; c: number }) => string): { cell: string; text: string }[] {
  const comments: { cell: string; text: string }[] = []
  cellsOf(sheet).forEach((cells, r) => {
    cells.forEach((cell, c) => {
      for (const comment of cell?.c ?? []) {
        const text = commentText(comment.a, comment.t)
        if (text !== '') comments.push({ cell: encodeCell({ r, c }), text })
      }
    })
  })
  return comments
}

/** Rows (1-based) in which a cell spans several columns. */
export function mergedRowsOf(sheet: WorkSheet): Set<number> {
  return new Set((sheet['!merges'] ?? []).flatMap((merge) => (merge.e.c > merge.s.c ? [merge.s.r + 1] : [])))
}

/** A number or date where the text shows less of it, or shows it in a way that has to be understood. */
function valueBehind(cell: CellObject, text: string, isoDate: IsoDate): string | number | undefined {
  if (cell.t !== 'n' || typeof cell.v !== 'number' || !Number.isFinite(cell.v)) return undefined
  const date = typeof cell.z === 'string' ? isoDate(cell.v, cell.z) : undefined
  // Fifteen digits are what a spreadsheet itself counts with.
  const value = date ?? Number(cell.v.toPrecision(15))
  return String(value) === text ? undefined : value
}

function isoDateReader(format: NumberFormats, date1904: boolean): IsoDate {
  const known = new Map<string, boolean>()
  const two = (part: number) => String(part).padStart(2, '0')
  return (value, code) => {
    const isDate = known.get(code) ?? format.is_date(code)
    known.set(code, isDate)
    // Below one it is a time of day, or a stretch of hours.
    const parts = isDate && value >= 1 ? format.parse_date_code(value, { date1904 }) : null
    if (parts === null) return undefined
    const day = `${String(parts.y).padStart(4, '0')}-${two(parts.m)}-${two(parts.d)}`
    return parts.H + parts.M + Math.floor(parts.S) === 0 ? day : `${day}T${two(parts.H)}:${two(parts.M)}:${two(Math.floor(parts.S))}`
  }
}

/** A date under a format with plain dots (`dd.mm.yyyy`), which the library takes for decimal points and then shows nothing for; undefined for others. */
function dottedDate(value: number, code: string, formats: NumberFormats, date1904: boolean): string | undefined {
  if (!code.includes('.') || !formats.is_date(code)) return undefined
  try {
    return normaliseLine(formats.format(code.replace(/(?<!\\)\.(?!0)/g, '\\.'), value, { date1904 }))
  } catch {
    return undefined
  }
}

/** As the sheet shows it; a formula that was never calculated shows itself. */
function displayed(cell: CellObject): string {
  if (cell.w !== undefined && cell.w !== '') return normaliseLine(cell.w.slice(0, MAX_CELL_CHARS))
  if (cell.v !== undefined && cell.v !== null) return normaliseLine(String(cell.v).slice(0, MAX_CELL_CHARS))
  return cell.f === undefined ? '' : `=${cell.f}`
}

/** Excel repeats the author as the first line of a comment. */
function commentText(author: string | undefined, text: string | undefined): string {
  const line = normaliseLine(text ?? '')
  const name = normaliseLine(author ?? '')
  return line === '' || name === '' || line.startsWith(`${name}:`) ? line : `${name}: ${line}`
}
