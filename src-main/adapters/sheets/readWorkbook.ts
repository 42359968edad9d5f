import type { WorkBook } from '@e965/xlsx'
import type { DocumentMetadata } from '../../../src-shared/domain/document.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { SheetRow } from '../../core/reading/findTables.ts'
import { mendPackage } from './mendPackage.ts'
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

/** A workbook (XLSX, XLSM, XLSB, XLS, ODS) as displayed values. Macros are not even looked at. Throws PASSWORD_NEEDED, DAMAGED_FILE. */
export async function readWorkbook(bytes: Uint8Array, password?: string): Promise<Workbook> {
  const { utils, SSF } = await import('@e965/xlsx')
  const book = await readBook(bytes, password)
  const sheets = book.SheetNames.map((name, index): WorkbookSheet => {
    const sheet = book.Sheets[name]
    const isHidden = isHiddenSheet(book, index)
    if (sheet === undefined) return { name, isHidden, rows: [], mergedRows: new Set(), notes: [], rowsCut: 0 }
    const cells = new CellReader(SSF, book.Workbook?.WBProps?.date1904 === true)
    return { name, isHidden, rows: cells.read(sheet), mergedRows: mergedRowsOf(sheet), notes: commentsOf(sheet, utils.encode_cell), rowsCut: cells.rowsCut }
  })
  return { sheets, ...workbookFacts(book) }
}

/** The workbook as the library gives it, with formats and formulas; mended where parts are missing. Throws PASSWORD_NEEDED, DAMAGED_FILE. */
export async function readBook(bytes: Uint8Array, password?: string): Promise<WorkBook> {
  try {
    return await readOnce(bytes, password)
  } catch (thrown) {
    const isIncomplete = thrown instanceof AppError && thrown.cause instanceof Error && /cannot find file|bad (?:un)?compressed size/i.test(thrown.cause.message)
    if (!isIncomplete) throw thrown
    return readOnce(await mendPackage(bytes), password)
  }
}

async function readOnce(bytes: Uint8Array, password: string | undefined): Promise<WorkBook> {
  const { read } = await import('@e965/xlsx')
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
  if (book.SheetNames.length === 0) throw new AppError('DAMAGED_FILE')
  return book
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
