import type { ParseWarning } from '../../../src-shared/domain/document.ts'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import { composeSheet, hugeSheetWarning } from '../../core/reading/composeSheet.ts'
import { checkExpandedSize } from '../archive/checkExpandedSize.ts'
import type { FormatInput, ParsedContent } from '../parsing/ParseFileRequest.ts'
import { mendPackage } from './mendPackage.ts'
import { readWorkbook, type Workbook } from './readWorkbook.ts'

/** Workbooks: one unit a sheet (huge ones in pieces), empty and hidden sheets too, with comments and named ranges. */
export async function parseWorkbook(input: FormatInput): Promise<ParsedContent> {
  // (Packages that were written as a stream, with sizes behind the data, are handed over again with sizes before it: `readMended`.)
  // The library expands packages by itself and believes what they say; so they are expanded once before, under a limit.
  if (input.bytes[0] === 0x50) await checkExpandedSize(input.bytes, input.signal)
  const workbook = await readMended(input)
  const units: ParsedUnit[] = []
  const warnings: ParseWarning[] = []
  for (const [index, sheet] of workbook.sheets.entries()) {
    input.signal?.throwIfAborted()
    if (sheet.rowsCut > 0) warnings.push({ code: 'SHEET_CUT', unit: units.length + 1, message: `The sheet ${sheet.name} is too large; its last ${sheet.rowsCut} rows were left out.` })
    const names = namesOf(workbook, sheet.name)
    const huge = sheet.isHidden ? undefined : hugeSheetWarning(sheet.name, sheet.rows.length, units.length + 1)
    if (huge !== undefined) warnings.push(huge)
    units.push(...composeSheet({ ...sheet, notes: [...sheet.notes, ...names] }, units.length + 1))
    input.onProgress?.(index + 1, workbook.sheets.length, 'sheets')
  }
  return { units, warnings, metadata: workbook.metadata }
}

/** Names that the workbook gives to cells of this sheet, as lines that can be found and open at those cells. */
function namesOf({ names }: Workbook, sheet: string): { cell: string; text: string; isName: true }[] {
  return names.flatMap(({ name, range }) => {
    const place = /^(?:'((?:[^']|'')+)'|([^'!]+))!(\$?[A-Z]{1,3}\$?\d{1,7}(?::\$?[A-Z]{1,3}\$?\d{1,7})?)$/.exec(range)
    const owner = place?.[1]?.replaceAll("''", "'") ?? place?.[2]
    return owner === sheet && place?.[3] !== undefined ? [{ cell: place[3].replaceAll('$', ''), text: `Named range ${name}: ${range.replaceAll('$', '')}`, isName: true as const }] : []
  })
}

async function readMended({ bytes, password }: FormatInput): Promise<Workbook> {
  try {
    return await readWorkbook(bytes, password)
  } catch (thrown) {
    const isIncomplete = thrown instanceof AppError && thrown.cause instanceof Error && /cannot find file|bad (?:un)?compressed size/i.test(thrown.cause.message)
    if (!isIncomplete) throw thrown
    return readWorkbook(await mendPackage(bytes), password)
  }
}
