import type { CellObject, WorkBook, WorkSheet } from '@e965/xlsx'
import type { DocumentMetadata } from '../../../src-shared/domain/document.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { SheetRow } from '../../core/reading/findTables.ts'
import { normaliseLine } from '../../core/reading/normaliseText.ts'

export interface WorkbookSheet {
  readonly name: string
  readonly isHidden: boolean
  /** Displayed values from column A on, only rows that hold anything. */
  readonly rows: readonly SheetRow[]
  readonly mergedRows: ReadonlySet<number>
  readonly notes: readonly { readonly cell: string; readonly text: string; readonly isName?: boolean }[]
  /** Rows left out because the sheet is beyond any reader. */
  readonly rowsCut: number
}

export interface Workbook {
  readonly sheets: readonly WorkbookSheet[]
  readonly names: readonly { readonly name: string; readonly range: string }[]
  readonly metadata: DocumentMetadata
}

// Cells kept in memory at once, empty ones between others included: about a million rows of 30 columns.
const MAX_CELLS = 30_000_000
// One shared string may stand in every cell: a few megabytes of file then mean gigabytes of text.
const MAX_TEXT_CHARS = 200_000_000
// What Excel itself allows in a cell.
const MAX_CELL_CHARS = 32_767

/** A workbook (XLSX, XLSM, XLSB, XLS, ODS) as displayed values. Macros are not even looked at. Throws PASSWORD_NEEDED, DAMAGED_FILE. */
export async function readWorkbook(bytes: Uint8Array, password?: string): Promise<Workbook> {
  const { read, utils, SSF } = await import('@e965/xlsx')
  let book: WorkBook
  try {
    book = read(bytes, {
      type: 'array', dense: true, cellText: true, cellFormula: true, cellHTML: false, cellNF: true, cellDates: false, bookVBA: false,
      // The short date format means "as this computer writes dates": ISO is what no reader can misread.
      dateNF: 'yyyy-mm-dd', ...(password === undefined ? {} : { password }),
    })
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : ''
    throw new AppError(/password|encrypt/i.test(message) ? 'PASSWORD_NEEDED' : 'DAMAGED_FILE', undefined, { cause: thrown })
  }
  const sheets = book.SheetNames.map((name, index): WorkbookSheet => {
    const sheet = book.Sheets[name]
    const isHidden = (book.Workbook?.Sheets?.[index]?.Hidden ?? 0) !== 0
    return sheet === undefined ? { name, isHidden, rows: [], mergedRows: new Set(), notes: [], rowsCut: 0 } : { name, isHidden, ...readSheet(sheet, { encodeCell: utils.encode_cell, isoDate: isoDateReader(SSF, book.Workbook?.WBProps?.date1904 === true) }) }
  })
  if (sheets.length === 0) throw new AppError('DAMAGED_FILE')
  const names = (book.Workbook?.Names ?? []).filter((name) => !/^_xlnm\.|^_/.test(name.Name) && name.Ref !== '').map((name) => ({ name: name.Name, range: name.Ref }))
  return { sheets, names, metadata: metadataOf(book) }
}

interface CellTools {
  readonly encodeCell: (cell: { r: number; c: number }) => string
  /** The ISO date (and time, where there is one) of a number under a date format; undefined for other formats. */
  readonly isoDate: (value: number, format: string) => string | undefined
}

function readSheet(sheet: WorkSheet, { encodeCell, isoDate }: CellTools): Omit<WorkbookSheet, 'name' | 'isHidden'> {
  const data = (sheet['!data'] ?? []) as (CellObject | undefined)[][]
  const rows: SheetRow[] = []
  const notes: { cell: string; text: string }[] = []
  let cellCount = 0
  let textChars = 0
  let rowsCut = 0
  // Both levels are sparse: `forEach` passes over what is not there.
  data.forEach((cells, rowIndex) => {
    if (cellCount > MAX_CELLS) { rowsCut++; return }
    const values: string[] = []
    const raw: (string | number | null)[] = []
    cells.forEach((cell, column) => {
      if (cell === undefined) return
      const text = displayed(cell)
      if (text !== '') {
        while (values.length < column) values.push('')
        values.push(text)
        const behind = valueBehind(cell, text, isoDate)
        if (behind !== undefined) raw[column] = behind
        textChars += text.length
        if (textChars > MAX_TEXT_CHARS) throw new AppError('LIMIT_EXCEEDED')
      }
      if (cell.c !== undefined) notes.push(...cell.c.map((comment) => ({ cell: encodeCell({ r: rowIndex, c: column }), text: commentText(comment.a, comment.t) })).filter((note) => note.text !== ''))
    })
    cellCount += values.length
    if (values.length > 0) rows.push({ row: rowIndex + 1, cells: values, ...(raw.length > 0 ? { raw } : {}) })
  })
  const mergedRows = new Set<number>()
  for (const merge of sheet['!merges'] ?? []) if (merge.e.c > merge.s.c) mergedRows.add(merge.s.r + 1)
  return { rows, mergedRows, notes, rowsCut }
}

/** A number or date where the text shows less of it, or shows it in a way that has to be understood. */
function valueBehind(cell: CellObject, text: string, isoDate: CellTools['isoDate']): string | number | undefined {
  if (cell.t !== 'n' || typeof cell.v !== 'number' || !Number.isFinite(cell.v)) return undefined
  const date = typeof cell.z === 'string' ? isoDate(cell.v, cell.z) : undefined
  // Fifteen digits are what a spreadsheet itself counts with.
  const value = date ?? Number(cell.v.toPrecision(15))
  return String(value) === text ? undefined : value
}

function isoDateReader(format: { readonly is_date: (code: string) => boolean; readonly parse_date_code: (value: number, options?: { readonly date1904: boolean }) => { y: number; m: number; d: number; H: number; M: number; S: number } | null }, date1904: boolean): CellTools['isoDate'] {
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

function metadataOf(book: WorkBook): DocumentMetadata {
  const { Title, Author, CreatedDate } = book.Props ?? {}
  const created = CreatedDate === undefined ? NaN : new Date(CreatedDate).getTime()
  return {
    ...(typeof Title === 'string' && Title !== '' ? { title: Title } : {}), ...(typeof Author === 'string' && Author !== '' ? { author: Author } : {}),
    ...(Number.isNaN(created) ? {} : { created: new Date(created).toISOString() }),
  }
}
