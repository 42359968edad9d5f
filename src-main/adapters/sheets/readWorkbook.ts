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
  readonly notes: readonly { readonly cell: string; readonly text: string }[]
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
  const { read, utils } = await import('@e965/xlsx')
  let book: WorkBook
  try {
    book = read(bytes, {
      type: 'array', dense: true, cellText: true, cellFormula: true, cellHTML: false, cellNF: false, cellDates: false, bookVBA: false,
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
    return sheet === undefined ? { name, isHidden, rows: [], mergedRows: new Set(), notes: [], rowsCut: 0 } : { name, isHidden, ...readSheet(sheet, utils.encode_cell) }
  })
  if (sheets.length === 0) throw new AppError('DAMAGED_FILE')
  const names = (book.Workbook?.Names ?? []).filter((name) => !/^_xlnm\.|^_/.test(name.Name) && name.Ref !== '').map((name) => ({ name: name.Name, range: name.Ref }))
  return { sheets, names, metadata: metadataOf(book) }
}

function readSheet(sheet: WorkSheet, encodeCell: (cell: { r: number; c: number }) => string): Omit<WorkbookSheet, 'name' | 'isHidden'> {
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
    cells.forEach((cell, column) => {
      if (cell === undefined) return
      const text = displayed(cell)
      if (text !== '') {
        while (values.length < column) values.push('')
        values.push(text)
        textChars += text.length
        if (textChars > MAX_TEXT_CHARS) throw new AppError('LIMIT_EXCEEDED')
      }
      if (cell.c !== undefined) notes.push(...cell.c.map((comment) => ({ cell: encodeCell({ r: rowIndex, c: column }), text: commentText(comment.a, comment.t) })).filter((note) => note.text !== ''))
    })
    cellCount += values.length
    if (values.length > 0) rows.push({ row: rowIndex + 1, cells: values })
  })
  const mergedRows = new Set<number>()
  for (const merge of sheet['!merges'] ?? []) if (merge.e.c > merge.s.c) mergedRows.add(merge.s.r + 1)
  return { rows, mergedRows, notes, rowsCut }
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
