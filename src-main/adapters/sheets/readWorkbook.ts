import type { WorkBook, WorkSheet } from '@e965/xlsx'
import type { DocumentMetadata } from '../../../src-shared/domain/document.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { SheetRow } from '../../core/reading/findTables.ts'
import { mendPackage } from './mendPackage.ts'
import { nameSheetsPlainly } from './nameSheetsPlainly.ts'
import { CellReader, commentsOf, mergedRowsOf } from './readCells.ts'

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

export interface WorkbookFacts {
  readonly names: readonly { readonly name: string; readonly range: string }[]
  readonly metadata: DocumentMetadata
}

export interface Workbook extends WorkbookFacts {
  readonly sheets: readonly WorkbookSheet[]
}

export interface HeldLimits {
  /** Cells of all sheets together that are held at once, empty ones between others included. */
  readonly heldCells: number
  /** Smaller files are read without a look at their size. */
  readonly largeFileBytes: number
}

// A cell takes 150 to 250 bytes: this is well below a gigabyte.
const HELD: HeldLimits = { heldCells: 4_000_000, largeFileBytes: 4_000_000 }
const PROBED_ROWS = 20
const LEAST_ROWS = 100

/**
 * A workbook (XLSX, XLSM, XLSB, XLS, ODS) as displayed values. Macros are not even looked at. Of one with more cells than can be held (XLSB, XLS and ODS; the others
 * are read in pieces) each sheet's first rows are read, and the rest is counted. Throws PASSWORD_NEEDED, DAMAGED_FILE.
 */
export async function readWorkbook(bytes: Uint8Array, password?: string, limits: HeldLimits = HELD): Promise<Workbook> {
  const { utils, SSF } = await import('@e965/xlsx')
  const rowLimit = bytes.length < limits.largeFileBytes ? undefined : rowsToHold(await readBook(bytes, password, PROBED_ROWS), limits.heldCells, utils)
  const book = await readBook(bytes, password, rowLimit)
  const sheets = book.SheetNames.map((name, index): WorkbookSheet => {
    const sheet = book.Sheets[name]
    const isHidden = isHiddenSheet(book, index)
    if (sheet === undefined) return { name, isHidden, rows: [], mergedRows: new Set(), notes: [], rowsCut: 0 }
    const cells = new CellReader(SSF, book.Workbook?.WBProps?.date1904 === true)
    return { name, isHidden, rows: cells.read(sheet), mergedRows: mergedRowsOf(sheet), notes: commentsOf(sheet, utils.encode_cell), rowsCut: cells.rowsCut + (rowLimit === undefined ? 0 : Math.max(0, sizeOf(sheet, utils).rows - rowLimit)) }
  })
  return { sheets, ...workbookFacts(book) }
}

interface RangeReader {
  decode_range(range: string): { readonly e: { readonly r: number; readonly c: number } }
}

/** Size of a sheet as the file states it, also where only its first rows were read. */
function sizeOf(sheet: WorkSheet, reader: RangeReader): { readonly rows: number; readonly columns: number } {
  const range: unknown = sheet['!fullref'] ?? sheet['!ref']
  if (typeof range !== 'string') return { rows: 0, columns: 0 }
  const { e } = reader.decode_range(range)
  return { rows: e.r + 1, columns: e.c + 1 }
}

/** Rows of each sheet that fit; undefined when all do. */
function rowsToHold(book: WorkBook, heldCells: number, utils: RangeReader): number | undefined {
  const sizes = Object.values(book.Sheets).map((sheet) => sizeOf(sheet, utils))
  if (sizes.reduce((sum, { rows, columns }) => sum + rows * columns, 0) <= heldCells) return undefined
  return Math.max(LEAST_ROWS, Math.floor(heldCells / sizes.reduce((sum, { columns }) => sum + columns, 0)))
}

/** The workbook as the library gives it, with formats and formulas; mended where parts are missing; `sheetRows`: only so many of each sheet. Throws PASSWORD_NEEDED, DAMAGED_FILE. */
export async function readBook(bytes: Uint8Array, password?: string, sheetRows?: number): Promise<WorkBook> {
  try {
    return await readOnce(bytes, password, sheetRows)
  } catch (thrown) {
    const isIncomplete = thrown instanceof AppError && thrown.cause instanceof Error && /cannot find file|bad (?:un)?compressed size/i.test(thrown.cause.message)
    if (!isIncomplete) throw thrown
    return readOnce(await mendPackage(bytes), password, sheetRows)
  }
}

async function readOnce(bytes: Uint8Array, password: string | undefined, sheetRows: number | undefined): Promise<WorkBook> {
  const { read } = await import('@e965/xlsx')
  let book: WorkBook
  try {
    book = read(bytes, {
      type: 'array', dense: true, cellText: true, cellFormula: true, cellHTML: false, cellNF: true, cellDates: false, bookVBA: false,
      // The short date format means "as this computer writes dates": ISO is what no reader can misread.
      dateNF: 'yyyy-mm-dd', ...(password === undefined ? {} : { password }), ...(sheetRows === undefined ? {} : { sheetRows }),
    })
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : ''
    throw new AppError(/password|encrypt/i.test(message) ? 'PASSWORD_NEEDED' : 'DAMAGED_FILE', undefined, { cause: thrown })
  }
  if (book.SheetNames.length === 0) throw new AppError('DAMAGED_FILE')
  return book.bookType === 'ods' || book.bookType === 'fods' ? nameSheetsPlainly(book) : book
}

export function isHiddenSheet(book: WorkBook, index: number): boolean {
  return (book.Workbook?.Sheets?.[index]?.Hidden ?? 0) !== 0
}

export function workbookFacts(book: WorkBook): WorkbookFacts {
  const names = (book.Workbook?.Names ?? []).filter((name) => !/^_xlnm\.|^_/.test(name.Name) && name.Ref !== '').map((name) => ({ name: name.Name, range: name.Ref }))
  return { names, metadata: metadataOf(book) }
}

function metadataOf(book: WorkBook): DocumentMetadata {
  const { Title, Author, CreatedDate } = book.Props ?? {}
  const created = CreatedDate === undefined ? NaN : new Date(CreatedDate).getTime()
  return {
    ...(typeof Title === 'string' && Title !== '' ? { title: Title } : {}), ...(typeof Author === 'string' && Author !== '' ? { author: Author } : {}),
    ...(Number.isNaN(created) ? {} : { created: new Date(created).toISOString() }),
  }
}
