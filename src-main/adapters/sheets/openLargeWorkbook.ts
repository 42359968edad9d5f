import type { WorkSheet } from '@e965/xlsx'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { SheetRow } from '../../core/reading/findTables.ts'
import { MAX_EXPANDED_BYTES } from '../archive/checkExpandedSize.ts'
import { openZip, type OpenZip } from '../archive/openZip.ts'
import { storeZip } from '../archive/storeZip.ts'
import { CellReader, commentsOf, mergedRowsOf } from './readCells.ts'
import { isHiddenSheet, readBook, workbookFacts, type WorkbookFacts, type WorkbookSheet } from './readWorkbook.ts'
import { SharedStrings } from './SharedStrings.ts'
import { PIECE_BYTES, splitSheet } from './splitSheet.ts'

export interface LargeSheet extends Omit<WorkbookSheet, 'rows'> {
  /** To be gone through once, in order; `rowsCut` holds after it. */
  rows(): AsyncIterable<readonly SheetRow[]>
}

export interface LargeWorkbook extends WorkbookFacts {
  readonly sheets: readonly LargeSheet[]
}

export interface LargeWorkbookOptions {
  readonly signal?: AbortSignal
  /** XML of rows that is read at once. */
  readonly pieceBytes?: number
}

const SHEET = /^xl\/worksheets\/[^/]+\.xml$/i
const STRINGS = /(?:^|\/)sharedStrings\.xml$/i
// Parts that no reader of values looks at, and that can be as large as the sheets.
const UNREAD = /^xl\/(?:pivotCache|pivotTables|calcChain|media|embeddings|externalLinks|queryTables)/i
const LIMITS = { maxMembers: 50_000, maxExpandedBytes: MAX_EXPANDED_BYTES }

/** Whether a worksheet of the package expands to more than that, as its directory says (which is checked where it is expanded). */
export async function hasLargeSheet(bytes: Uint8Array, overBytes: number): Promise<boolean> {
  const { members } = await openZip(bytes, LIMITS)
  return members.some(({ name, declaredBytes }) => SHEET.test(name) && declaredBytes > overBytes)
}

/**
 * A workbook (XLSX, XLSM) whose rows are too many to hold. The library reads it twice: once the package without its rows (names, hidden sheets, merged cells,
 * comments), then each sheet's rows in pieces, as packages of a few thousand rows with the workbook's styles. So a value reads as in any other workbook.
 * Formulas that share another's text show nothing where that one is in an earlier piece and their own value was never calculated.
 * Throws DAMAGED_FILE, LIMIT_EXCEEDED.
 */
export async function openLargeWorkbook(bytes: Uint8Array, { signal, pieceBytes = PIECE_BYTES }: LargeWorkbookOptions = {}): Promise<LargeWorkbook> {
  const { SSF, utils } = await import('@e965/xlsx')
  const zip = await openZip(bytes, LIMITS)
  const sheetMembers = zip.members.flatMap(({ name }) => (SHEET.test(name) ? [name] : []))
  const book = await readBook(await withoutRows(zip, sheetMembers, signal))
  const parts = (book as { readonly Directory?: { readonly style?: string; readonly sst?: string } }).Directory
  const styles = parts?.style === undefined ? undefined : await zip.read(parts.style.replace(/^\//, ''))
  const strings = new SharedStrings(latin1(parts?.sst === undefined ? undefined : await zip.read(parts.sst.replace(/^\//, ''))))
  const date1904 = book.Workbook?.WBProps?.date1904 === true
  // Everything was expanded once and is within the limit; the rows are expanded again.
  const again = await openZip(bytes, LIMITS)
  const sheets = book.SheetNames.map((name, index): LargeSheet => {
    const sheet = book.Sheets[name]
    const member = sheet === undefined ? undefined : sheetMembers[numberIn(sheet)]
    const cells = new CellReader(SSF, date1904)
    async function* rows(): AsyncGenerator<readonly SheetRow[]> {
      // A sheet of another kind (a chart's) came with the package.
      if (member === undefined) { yield sheet === undefined ? [] : cells.read(sheet); return }
      let last = 0
      for await (const part of splitSheet(again.stream(member), pieceBytes)) {
        signal?.throwIfAborted()
        if (part.kind !== 'rows') continue
        const piece = await readBook(pieceOf(strings.inline(part.xml), last, styles, date1904))
        const [read] = Object.values(piece.Sheets)
        if (read === undefined) throw new AppError('DAMAGED_FILE')
        yield cells.read(read)
        last = lastRow(part.xml, last)
      }
    }
    return {
      name, isHidden: isHiddenSheet(book, index), mergedRows: sheet === undefined ? new Set() : mergedRowsOf(sheet), notes: sheet === undefined ? [] : commentsOf(sheet, utils.encode_cell),
      get rowsCut() { return cells.rowsCut }, rows,
    }
  })
  return { sheets, ...workbookFacts(book) }
}

/** The package with each sheet's number instead of its rows. */
async function withoutRows(zip: OpenZip, sheetMembers: readonly string[], signal: AbortSignal | undefined): Promise<Uint8Array> {
  const kept = new Map<string, Uint8Array>()
  for (const { name } of zip.members) {
    signal?.throwIfAborted()
    if (STRINGS.test(name)) kept.set(name, new TextEncoder().encode('<sst/>'))
    if (STRINGS.test(name) || SHEET.test(name) || UNREAD.test(name) || !/\.(?:xml|rels|vml)$/i.test(name)) continue
    const content = await zip.read(name)
    if (content !== undefined) kept.set(name, content)
  }
  for (const [index, name] of sheetMembers.entries()) {
    const around = { head: [] as string[], tail: [] as string[] }
    for await (const { kind, xml } of splitSheet(zip.stream(name))) {
      signal?.throwIfAborted()
      if (kind !== 'rows') around[kind].push(xml)
    }
    kept.set(name, Buffer.from(`${around.head.join('')}<sheetData><row r="1"><c r="A1"><v>${index}</v></c></row></sheetData>${around.tail.join('')}`, 'latin1'))
  }
  return storeZip(kept)
}

function numberIn(sheet: WorkSheet): number {
  const data = sheet['!data'] as ({ readonly v?: unknown } | undefined)[][] | undefined
  const value = data?.[0]?.[0]?.v
  return typeof value === 'number' ? value : -1
}

/** A package of one sheet with these rows; before them an empty one with the number of the last, for rows that do not bring theirs. */
function pieceOf(rows: string, last: number, styles: Uint8Array | undefined, date1904: boolean): Uint8Array {
  const namespace = 'http://schemas.openxmlformats.org'
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  const text = (xml: string) => new TextEncoder().encode(xml)
  const members = new Map([
    ['[Content_Types].xml', text(`<Types xmlns="${namespace}/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${type}.worksheet+xml"/>${styles === undefined ? '' : `<Override PartName="/xl/styles.xml" ContentType="${type}.styles+xml"/>`}</Types>`)],
    ['xl/workbook.xml', text(`<workbook xmlns="${namespace}/spreadsheetml/2006/main" xmlns:r="${namespace}/officeDocument/2006/relationships"><workbookPr date1904="${date1904 ? 1 : 0}"/><sheets><sheet name="Rows" sheetId="1" r:id="rId1"/></sheets></workbook>`)],
    ['xl/_rels/workbook.xml.rels', text(`<Relationships xmlns="${namespace}/package/2006/relationships"><Relationship Id="rId1" Type="${namespace}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`)],
    ['xl/worksheets/sheet1.xml', Buffer.from(`<worksheet><sheetData>${last === 0 ? '' : `<row r="${last}"></row>`}${rows}</sheetData></worksheet>`, 'latin1') as Uint8Array],
  ])
  if (styles !== undefined) members.set('xl/styles.xml', styles)
  return storeZip(members)
}

/** The number of the last row in these, whose first one follows `before`. The library does not count rows without content. */
function lastRow(rows: string, before: number): number {
  let last = before
  for (const [tag] of rows.matchAll(/<(?:\w+:)?row(?:\s[^<>]*)?>/g)) {
    if (tag.endsWith('/>')) continue
    const number = /\sr=["'](\d+)["']/.exec(tag)?.[1]
    last = number === undefined ? last + 1 : Number(number)
  }
  return last
}

function latin1(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? '' : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}
