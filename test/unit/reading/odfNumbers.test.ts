import { strToU8, zipSync } from 'fflate'
import { expect, it } from 'vitest'
import { parseOdt } from '../../../src-main/adapters/odf/parseOdt.ts'

const level = (number: number, attributes: string) => `<text:list-level-style-number text:level="${number}" ${attributes}/>`
const STYLES = `<office:document-styles><office:styles><text:outline-style><text:outline-level-style text:level="1" style:num-format="1"/><text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2" style:num-suffix=")"/></text:outline-style></office:styles></office:document-styles>`
const LISTS = `<office:automatic-styles><text:list-style style:name="L1">${level(1, 'style:num-format="1" style:num-suffix="."')}${level(2, 'style:num-format="a" style:num-prefix="(" style:num-suffix=")"')}</text:list-style>
  <text:list-style style:name="L2"><text:list-level-style-bullet text:level="1" text:bullet-char="-"/></text:list-style></office:automatic-styles>`

async function linesOf(body: string): Promise<string[]> {
  const { units } = await parseOdt({ bytes: zipSync({ 'content.xml': strToU8(`<office:document-content>${LISTS}<office:body><office:text>${body}</office:text></office:body></office:document-content>`), 'styles.xml': strToU8(STYLES) }) })
  return units.flatMap(({ text }) => text.split(/\n+/))
}
const item = (text: string, attributes = '', more = '') => `<text:list-item ${attributes}><text:p>${text}</text:p>${more}</text:list-item>`

it('draws the numbers of lists and headings that the format does not store', async () => {
  expect(await linesOf(`<text:h text:outline-level="1">Terms</text:h><text:h text:outline-level="2">Rent</text:h><text:h text:outline-level="2">Term</text:h><text:h text:outline-level="1">End</text:h><text:h text:outline-level="2">Notice</text:h>`))
    .toEqual(['1 Terms', '1.1) Rent', '1.2) Term', '2 End', '2.1) Notice'])
  expect(await linesOf(`<text:list text:style-name="L1">${item('one', '', `<text:list>${item('sub')}${item('sub too')}</text:list>`)}${item('two', '', `<text:list>${item('again')}</text:list>`)}</text:list>
    <text:list text:style-name="L1" text:continue-numbering="true">${item('three')}${item('nine', 'text:start-value="9"')}</text:list><text:list text:style-name="L1">${item('anew')}</text:list><text:list text:style-name="L2">${item('dot')}</text:list>`))
    .toEqual(['1. one', '(a) sub', '(b) sub too', '2. two', '(a) again', '3. three', '9. nine', '1. anew', '• dot'])
})
