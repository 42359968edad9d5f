import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { ParsedDocument } from '../../../src-shared/domain/document.ts'
import { parseFile } from '../../../src-main/adapters/parsing/parseFile.ts'
import { parseRtf } from '../../../src-main/adapters/rtf/parseRtf.ts'
import { fixturePath, knownText } from '../../fixtures/reading/knownText.ts'

const textOf = ({ units }: Pick<ParsedDocument, 'units'>): string => units.map(({ text }) => text).join('\n')
const read = (name: string) => parseFile({ path: fixturePath(name), name, bytes: new Uint8Array(readFileSync(fixturePath(name))), maxFileBytes: 1e9, maxPages: 100, ocr: null })

describe('files with known text', () => {
  it.each(['survey.rtf', 'survey-word.rtf', 'survey.docx', 'survey.odt', 'survey.doc'])('%s: body, lists, cells, notes, headers, boxes, comments and links are all read', async (name) => {
    const text = textOf(await read(name))
    expect(Object.values(knownText.survey).flat().filter((line) => !text.includes(line))).toEqual([])
  })

  it.each(['survey.rtf', 'survey-word.rtf', 'survey.docx', 'survey.odt'])('%s: headings are headings, a margin is said once', async (name) => {
    const document = await read(name)
    const headings = document.units.flatMap(({ text, segments }) => segments.filter(({ role }) => role === 'heading').map(({ charStart, charEnd }) => text.slice(charStart, charEnd)))
    expect(headings).toEqual(knownText.survey['headings'])
    expect(textOf(document).split(knownText.survey['header']?.[0] ?? '?')).toHaveLength(2)
  })

  it.each(Object.entries(knownText.wordpad))('%s: bytes of its code page', async (name, lines) => {
    expect(textOf(await read(name)).split(/\n+/)).toEqual(lines)
  })
})

describe('RTF', () => {
  it('keeps a note out of the cell that it hangs on, and the row whole', async () => {
    const { units: [unit] } = await parseRtf({ bytes: Buffer.from(String.raw`{\rtf1\ansi \trowd\cellx1\cellx2\pard\intbl Pump{\footnote\pard\plain Without tax.\par}\cell 10\cell\row\trowd\pard\intbl Pipe\cell 20\cell\row\pard After.\par}`, 'latin1') })
    expect(unit?.tables?.[0]?.rows).toEqual([['Pump', '10'], ['Pipe', '20']])
    expect(unit?.text).toContain('Without tax.')
  })
})
