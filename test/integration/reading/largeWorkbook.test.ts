import { utils, write } from '@e965/xlsx'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { parseWorkbook } from '../../../src-main/adapters/sheets/parseWorkbook.ts'
import { SharedStrings } from '../../../src-main/adapters/sheets/SharedStrings.ts'
import { splitSheet } from '../../../src-main/adapters/sheets/splitSheet.ts'
import type { FormatInput, ParsedContent } from '../../../src-main/adapters/parsing/ParseFileRequest.ts'
import { HUGE_ROWS } from '../../../src-main/core/reading/composeSheet.ts'
import { makeOrdersWorkbook } from '../tables/makeWorkbooks.ts'

const inputOf = (bytes: Uint8Array): FormatInput => ({ bytes, path: '/nowhere/a.xlsx', name: 'a.xlsx', maxFileBytes: 100_000_000, maxPages: 100, ocr: null })
const whole = (bytes: Uint8Array): Promise<ParsedContent> => parseWorkbook(inputOf(bytes), { largeSheetBytes: Infinity })
const inPieces = (bytes: Uint8Array, pieceBytes: number): Promise<ParsedContent> => parseWorkbook(inputOf(bytes), { largeSheetBytes: 0, pieceBytes })

/** A package written by hand: what other programs than the library write. */
function packageOf(sheets: readonly { readonly xml: string; readonly state?: string }[], more: { readonly strings?: string; readonly workbook?: string } = {}): Uint8Array {
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  const relationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const formats = ['General', 'dd.mm.yyyy', '0.0%', '"No. "@', 'h:mm', '[Red]#,##0.00;(#,##0.00)', 'yyyy-mm-dd hh:mm']
  return zipSync({
    '[Content_Types].xml': strToU8(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${type}.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="${type}.sharedStrings+xml"/>${sheets.map((_, index) => `<Override PartName="/xl/worksheets/sheet${index + 1}.xml" ContentType="${type}.worksheet+xml"/>`).join('')}</Types>`),
    'xl/workbook.xml': strToU8(`<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${relationships}">${more.workbook ?? ''}<sheets>${sheets.map(({ state }, index) => `<sheet name="S${index + 1}" sheetId="${index + 1}" r:id="rId${sheets.length - index}"${state === undefined ? '' : ` state="${state}"`}/>`).join('')}</sheets></workbook>`),
    // The order of the files is not that of the sheets.
    'xl/_rels/workbook.xml.rels': strToU8(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${sheets.map((_, index) => `<Relationship Id="rId${index + 1}" Type="${relationships}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`).join('')}</Relationships>`),
    'xl/styles.xml': strToU8(`<styleSheet><numFmts>${formats.map((format, index) => `<numFmt numFmtId="${170 + index}" formatCode="${format.replaceAll('"', '&quot;')}"/>`).join('')}</numFmts><cellXfs>${formats.map((_, index) => `<xf numFmtId="${170 + index}"/>`).join('')}</cellXfs></styleSheet>`),
    'xl/sharedStrings.xml': strToU8(`<sst>${more.strings ?? ''}</sst>`),
    ...Object.fromEntries([...sheets].reverse().map(({ xml }, index) => [`xl/worksheets/sheet${index + 1}.xml`, strToU8(xml)])),
  })
}

describe('a workbook read in pieces', () => {
  it.each([1, 150, 700, 1_000_000])('gives the units of one read whole: formats, merged cells, comments, names, a hidden sheet (%i bytes a piece)', async (pieceBytes) => {
    const bytes = makeOrdersWorkbook()
    const expected = await whole(bytes)
    expect(expected.units.map(({ label }) => label)).toContain('Draft (hidden)')
    expect(JSON.stringify(expected.units)).toContain('LargestOrder')
    expect(await inPieces(bytes, pieceBytes)).toEqual(expected)
  })
  it('gives shared strings, comments and the author with which other programs write', async () => {
    const book = utils.book_new()
    const sheet = utils.aoa_to_sheet([['Név', 'Σύνολο', 'Day'], ['Ödön & Co', 0.5, 45_000.25], [], ['  r="B7" <x> ', -1234.5, true], ['Ödön & Co', 1e21, 45_001]])
    for (const cell of ['C2', 'C5']) Object.assign(sheet[cell] as object, { z: 'd mmm yyyy' })
    Object.assign(sheet['B4'] as object, { c: [{ a: 'Ada', t: 'Checked.' }] })
    utils.book_append_sheet(book, sheet, 'Sales')
    utils.book_append_sheet(book, utils.aoa_to_sheet([]), 'Blank')
    book.Props = { Title: 'Sums', Author: 'Ada' }
    const bytes = new Uint8Array(write(book, { type: 'buffer', bookType: 'xlsx', bookSST: true }) as Buffer)
    const expected = await whole(bytes)
    expect(JSON.stringify(expected)).toContain('Ada: Checked.')
    expect(expected.units[0]?.text).toContain('Ödön & Co | 0.5 | 15 Mar 2023')
    expect(await inPieces(bytes, 100)).toEqual(expected)
  })
  const strings = '<si><t>Name</t></si><si><r><rPr><b/></rPr><t xml:space="preserve">Rich </t></r><r><t>text</t></r><rPh sb="0" eb="1"><t>kana</t></rPh></si><si><t xml:space="preserve"> a &amp;lt; b_x0041_ r="Z9" </t></si><si></si>'
  const cells = [
    '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="inlineStr"><is><t>In line</t></is></c><c r="C2" s="1"><v>45000</v></c></row>',
    // Rows and cells that do not say where they are, one without content.
    '<row><c t="s" s="3"><v>2</v></c><c t="s"><v> 1 </v></c></row><row/><row spans="1:3"><c s="2"><v>0.1255</v></c><c><v>3</v></c></row>',
    '<row r="9" ht="12"><c r="B9" s="5"><f>SUM(A1)</f><v>-1234.567</v></c><c r="D9" t="str"><f t="shared" ref="D9:D10" si="0">"x"&amp;A1</f><v>x &amp;amp; y</v></c><c r="E9" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="F9" t="b"><v>1</v></c></row>',
    '<row r="10"><c r="A10" t="s"/><c r="B10" t="s"><f>A2</f><v>0</v></c><c r="C10" s="4"><v>0.75</v></c><c r="D10" t="d" s="6"><v>2024-02-29T10:30:00</v></c><c r="E10" s="6"><v>45000.5</v></c><c r="F10" t="s"><v>3</v></c></row>',
    '<row r="400"><c r="AB400"><v>0.30000000000000004</v></c></row>',
  ].join('')
  it.each([1, 90, 300])('gives sparse rows, formulas with their values, errors, dates and all kinds of strings (%i bytes a piece)', async (pieceBytes) => {
    const bytes = packageOf([{ xml: `<worksheet><dimension ref="A1:F10"/><sheetData>${cells}</sheetData><mergeCells><mergeCell ref="A2:B2"/></mergeCells></worksheet>` }, { xml: '<worksheet><sheetData/></worksheet>', state: 'hidden' }], { strings })
    const expected = await whole(bytes)
    const text = expected.units.map((unit) => unit.text).join('\n')
    for (const shown of ['No. a &lt; bA r="Z9"', 'Rich text', '15.03.2023', '12.6%', '(1,234.57)', '#DIV/0!', '18:00', '2024-02-29 10:30', 'In line']) expect(text).toContain(shown)
    expect(expected.units.at(-1)).toMatchObject({ label: 'S2 (hidden)', source: 'empty' })
    expect(await inPieces(bytes, pieceBytes)).toEqual(expected)
  })
  it('knows workbooks that count days from 1904, and elements with a prefix', async () => {
    const prefixed = cells.replaceAll(/<(\/?)(?=[a-z])/g, '<$1x:')
    const bytes = packageOf([{ xml: `<x:worksheet xmlns:x="y"><x:sheetData>${prefixed}</x:sheetData></x:worksheet>` }], { strings: strings.replaceAll(/<(\/?)(?=[a-zA-Z])/g, '<$1x:'), workbook: '<workbookPr date1904="1"/>' })
    const expected = await whole(bytes)
    expect(expected.units[0]?.text).toContain('16.03.2027')
    expect(await inPieces(bytes, 100)).toEqual(expected)
  })
  it('gives the packed rows of a huge sheet, and says that not all of them are searched', async () => {
    const rows = Array.from({ length: HUGE_ROWS + 500 }, (_, index) => `<row r="${index + 2}"><c r="A${index + 2}" t="s"><v>${index % 3}</v></c><c r="B${index + 2}" s="1"><v>${45_000 + index % 300}</v></c><c r="C${index + 2}"><v>${index / 7}</v></c></row>`)
    const header = '<row r="1"><c r="A1" t="inlineStr"><is><t>Kind</t></is></c><c r="B1" t="inlineStr"><is><t>Day</t></is></c><c r="C1" t="inlineStr"><is><t>Amount</t></is></c></row>'
    const bytes = packageOf([{ xml: `<worksheet><sheetData>${header}${rows.join('')}</sheetData></worksheet>` }, { xml: `<worksheet><sheetData>${cells}</sheetData></worksheet>` }], { strings })
    const expected = await whole(bytes)
    expect(expected.units[0]?.packed?.raw?.[1]).toEqual([null, '2023-03-15'])
    expect(expected.warnings.map(({ code }) => code)).toEqual(['ROWS_SAMPLED'])
    expect(expected.units[0]?.text.slice(0, 37)).toBe('Kind | Day | Amount\nName | 15.03.2023')
    expect(await inPieces(bytes, 200_000)).toEqual(expected)
  })
  it('shows nothing for a shared string that does not exist, and keeps the rest', async () => {
    const { units } = await inPieces(packageOf([{ xml: '<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>7</v></c><c r="B1"><v>5</v></c></row></sheetData></worksheet>' }]), 1000)
    expect(units[0]?.segments).toMatchObject([{ place: { range: 'B1' } }])
  })
  it('stops at a string that stands in too many cells', () => {
    const text = new SharedStrings(`<sst><si><t>${'x'.repeat(32_000)}</t></si></sst>`)
    expect(() => text.inline('<c t="s"><v>0</v></c>'.repeat(7_000))).toThrow(expect.objectContaining({ code: 'LIMIT_EXCEEDED' }))
  })
  it('stops at rows that never end', async () => {
    const endless = async function* () { yield Buffer.from('<worksheet><sheetData><row>'); for (let index = 0; index < 20; index++) yield Buffer.alloc(4_000_000, 'x') }
    await expect((async () => { for await (const _ of splitSheet(endless())) continue })()).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' })
  })
})

describe('a workbook that cannot be read in pieces', () => {
  it.each(['xlsb', 'biff8', 'ods'] as const)('gives what can be held of %s, and says how many rows it left out', async (bookType) => {
    const book = utils.book_new()
    utils.book_append_sheet(book, utils.aoa_to_sheet([['Id', 'Amount'], ...Array.from({ length: 600 }, (_, index) => [`A-${index}`, index])]), 'Long')
    utils.book_append_sheet(book, utils.aoa_to_sheet([['Only', 'line']]), 'Short')
    const bytes = new Uint8Array(write(book, { type: 'buffer', bookType }) as Buffer)
    const { units, warnings } = await parseWorkbook(inputOf(bytes), { held: { heldCells: 800, largeFileBytes: 0 } })
    expect(units.map(({ facts }) => facts?.sheet)).toEqual(['Long', 'Short'])
    expect(units[0]?.text.split('\n')).toHaveLength(200)
    expect(warnings).toMatchObject([{ code: 'SHEET_CUT', unit: 1 }])
    expect(warnings[0]?.message).toContain('its last 401 rows')
    expect((await parseWorkbook(inputOf(bytes), { held: { heldCells: 2_000, largeFileBytes: 0 } })).warnings).toEqual([])
  })
})
