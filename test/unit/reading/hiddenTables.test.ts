import { strToU8, zipSync } from 'fflate'
import { expect, it } from 'vitest'
import { parseWorkbook } from '../../../src-main/adapters/sheets/parseWorkbook.ts'

it('marks the sheets that an OpenDocument workbook hides', async () => {
  const sheet = (name: string, style: string, text: string) => `<table:table table:name="${name}" table:style-name="${style}"><table:table-row><table:table-cell office:value-type="string"><text:p>${text}</text:p></table:table-cell></table:table-row></table:table>`
  const styles = [['ta1', 'true'], ['ta2', 'false']].map(([name = '', display = '']) => `<style:style style:name="${name}" style:family="table"><style:table-properties table:display="${display}"/></style:style>`).join('')
  const bytes = zipSync({
    mimetype: strToU8('application/vnd.oasis.opendocument.spreadsheet'),
    'META-INF/manifest.xml': strToU8('<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'),
    'styles.xml': strToU8('<office:document-styles/>'),
    'content.xml': strToU8(`<office:document-content><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:spreadsheet>${sheet('Shown', 'ta1', 'plain')}${sheet('Costs', 'ta2', 'secret')}</office:spreadsheet></office:body></office:document-content>`),
  })
  const { units } = await parseWorkbook({ bytes, path: '/a.ods', name: 'a.ods', maxFileBytes: 1e6, maxPages: 10, ocr: null })
  expect(units.map(({ label, segments }) => [label, segments[0]?.role])).toEqual([['Shown', 'heading'], ['Costs (hidden)', 'hidden']])
})
