import type { ParseWarning } from '../../../src-shared/domain/document.ts'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import { composeSheet, hugeSheetWarning, SheetCollector } from '../../core/reading/composeSheet.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import { checkExpandedSize } from '../archive/checkExpandedSize.ts'
import { openZip } from '../archive/openZip.ts'
import type { FormatInput, ParsedContent } from '../parsing/ParseFileRequest.ts'
import { hiddenTables } from './hiddenTables.ts'
import { hasLargeSheet, openLargeWorkbook } from './openLargeWorkbook.ts'
import { readWorkbook, type HeldLimits, type WorkbookFacts, type WorkbookSheet } from './readWorkbook.ts'

export interface WorkbookOptions {
  /** A workbook with a worksheet whose XML is larger is read row by row. */
  readonly largeSheetBytes?: number
  /** XML that is read at once of such a workbook. */
  readonly pieceBytes?: number
  /** For a workbook that is held as a whole. */
  readonly held?: HeldLimits
}

// About 70,000 rows of eight columns; a workbook in memory takes ten times its XML.
const LARGE_SHEET_BYTES = 30_000_000

/** Workbooks: one unit a sheet (huge ones in pieces), empty and hidden sheets too, with comments and named ranges. */
export async function parseWorkbook(input: FormatInput, { largeSheetBytes = LARGE_SHEET_BYTES, pieceBytes, held }: WorkbookOptions = {}): Promise<ParsedContent> {
  const isPackage = input.bytes[0] === 0x50
  if (isPackage && await hasLargeSheet(input.bytes, largeSheetBytes)) return parseLargeWorkbook(input, pieceBytes)
  // The library expands packages by itself and believes what they say; so they are expanded once before, under a limit.
  if (isPackage) await checkExpandedSize(input.bytes, input.signal)
  if (isPackage) await checkContentSize(input.bytes)
  const workbook = await readWorkbook(input.bytes, input.password, held)
  const hidden = isPackage ? await hiddenTables(input.bytes) : new Set<string>()
  const units: ParsedUnit[] = []
  const warnings: ParseWarning[] = []
  for (const [index, { isHidden, ...sheet }] of workbook.sheets.entries()) {
    input.signal?.throwIfAborted()
    warnings.push(...warningsOf(sheet, sheet.rows.length, units.length + 1))
    units.push(...composeSheet({ ...sheet, isHidden: isHidden || hidden.has(sheet.name), notes: [...sheet.notes, ...namesOf(workbook, sheet.name)] }, units.length + 1))
    input.onProgress?.(index + 1, workbook.sheets.length, 'sheets')
  }
  return { units, warnings, metadata: workbook.metadata }
}

// About 100,000 rows of eight columns: the library makes one text of it, and that text takes its size twice over.
const MAX_CONTENT_BYTES = 200_000_000

/** All sheets of an OpenDocument workbook are one XML, which cannot be read in pieces. Throws LIMIT_EXCEEDED. */
async function checkContentSize(bytes: Uint8Array): Promise<void> {
  const { members } = await openZip(bytes)
  if (members.some(({ name, declaredBytes }) => name === 'content.xml' && declaredBytes > MAX_CONTENT_BYTES)) {
    throw new AppError('LIMIT_EXCEEDED', 'This workbook is too large to be read as OpenDocument.', { action: 'Save it as XLSX or CSV, which are read row by row, and add that.' })
  }
}

async function parseLargeWorkbook(input: FormatInput, pieceBytes: number | undefined): Promise<ParsedContent> {
  const { signal } = input
  const workbook = await openLargeWorkbook(input.bytes, { ...(signal === undefined ? {} : { signal }), ...(pieceBytes === undefined ? {} : { pieceBytes }) })
  const units: ParsedUnit[] = []
  const warnings: ParseWarning[] = []
  for (const [index, sheet] of workbook.sheets.entries()) {
    const collector = new SheetCollector({ ...sheet, notes: [...sheet.notes, ...namesOf(workbook, sheet.name)] })
    for await (const rows of sheet.rows()) for (const row of rows) collector.push(row)
    warnings.push(...warningsOf(sheet, collector.rows, units.length + 1))
    units.push(...collector.finish(units.length + 1))
    input.onProgress?.(index + 1, workbook.sheets.length, 'sheets')
  }
  return { units, warnings, metadata: workbook.metadata }
}

function warningsOf({ name, rowsCut }: Pick<WorkbookSheet, 'name' | 'rowsCut'>, rows: number, unit: number): ParseWarning[] {
  const huge = hugeSheetWarning(name, rows, unit)
  return [
    ...(rowsCut > 0 ? [{ code: 'SHEET_CUT' as const, unit, message: `The sheet ${name} is too large; its last ${rowsCut.toLocaleString('en')} rows were left out. Save it as XLSX or CSV, which are read row by row.` }] : []),
    ...(huge === undefined ? [] : [huge]),
  ]
}

/** Names that the workbook gives to cells of this sheet, as lines that can be found and open at those cells. */
function namesOf({ names }: WorkbookFacts, sheet: string): { cell: string; text: string; isName: true }[] {
  return names.flatMap(({ name, range }) => {
    const place = /^(?:'((?:[^']|'')+)'|([^'!]+))!(\$?[A-Z]{1,3}\$?\d{1,7}(?::\$?[A-Z]{1,3}\$?\d{1,7})?)$/.exec(range)
    const owner = place?.[1]?.replaceAll("''", "'") ?? place?.[2]
    return owner === sheet && place?.[3] !== undefined ? [{ cell: place[3].replaceAll('$', ''), text: `Named range ${name}: ${range.replaceAll('$', '')}`, isName: true as const }] : []
  })
}
