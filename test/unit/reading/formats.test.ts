import { describe, expect, it } from 'vitest'
import { detectDialect } from '../../../src-main/adapters/csv/detectDialect.ts'
import { memberPath, isTraversal } from '../../../src-main/adapters/archive/memberPath.ts'
import { parseHtml } from '../../../src-main/adapters/html/parseHtml.ts'
import { mendCharsets } from '../../../src-main/adapters/mail/mendCharsets.ts'
import { splitMbox } from '../../../src-main/adapters/mail/parseMbox.ts'
import { rtfBlocks } from '../../../src-main/adapters/rtf/rtfBlocks.ts'
import { parseText } from '../../../src-main/adapters/text/parseText.ts'
import { ListNumbers } from '../../../src-main/adapters/word/ListNumbers.ts'
import { readXml } from '../../../src-main/adapters/xml/readXml.ts'
import { plainBodyBlocks } from '../../../src-main/core/reading/composeMessage.ts'
import { narrowAnchor } from '../../../src-shared/domain/narrowAnchor.ts'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('Markdown and plain text', () => {
  it('anchors a quote at its lines and under its headings', () => {
    const [unit] = parseText('# Guide\n\nIntro.\n\n## Setup\n\nRun it\ntwice.\n', 'markdown').units
    if (unit === undefined) throw new Error('a unit was expected')
    const start = unit.text.indexOf('Run it')
    expect(narrowAnchor(unit, start, start + 'Run it\ntwice.'.length)).toMatchObject({ startLine: 7, endLine: 8, headings: ['Guide', 'Setup'] })
  })
  it('gives every row of a Markdown table its column names, with and without outer pipes', () => {
    const [unit] = parseText('# Results\n\n| Year | Revenue \\| net |\n|:---|---:|\n| 2022 | 410 |\n| 2023 | 455 |\n\nText | with a pipe.\n\nCity | Cranes\n--- | ---\nHoorn | 4\n\n---\n', 'markdown').units
    const rows = (unit?.segments ?? []).map(({ role, tableHeader, charStart, charEnd }) => [unit?.text.slice(charStart, charEnd), role, tableHeader])
    expect(rows).toEqual([
      ['# Results', 'heading', undefined], ['| Year | Revenue \\| net |', 'table', 'Year | Revenue | net'], ['|:---|---:|', 'table', 'Year | Revenue | net'],
      ['| 2022 | 410 |', 'table', 'Year | Revenue | net'], ['| 2023 | 455 |', 'table', 'Year | Revenue | net'], ['Text | with a pipe.', 'paragraph', undefined],
      ['City | Cranes', 'table', 'City | Cranes'], ['--- | ---', 'table', 'City | Cranes'], ['Hoorn | 4', 'table', 'City | Cranes'], ['---', 'paragraph', undefined],
    ])
  })

  it('takes no heading from inside a fence, and one from an underlined line', () => {
    const [unit] = parseText('Title\n=====\n\n```sh\n# not a heading\n```\n', 'markdown').units
    expect(unit?.segments.filter((segment) => segment.role === 'heading').map((segment) => unit.text.slice(segment.charStart, segment.charEnd))).toEqual(['Title', '====='])
  })
  it('reads title, author and date of a front matter', () => {
    expect(parseText('---\ntitle: "A b"\nauthor: C\ndate: 2024-05-06\n---\nx', 'markdown').metadata).toEqual({ title: 'A b', author: 'C', created: '2024-05-06T00:00:00.000Z' })
  })
  it('breaks JSON without line ends, because a line of megabytes cannot be cited', () => {
    const { units, warnings } = parseText(JSON.stringify(Array.from({ length: 5_000 }, (_, id) => ({ id }))), 'json')
    expect(units[0]?.segments.length).toBeGreaterThan(1_000)
    expect(warnings).toHaveLength(1)
  })
})

describe('HTML', () => {
  it('keeps what is seen and drops scripts, styles and hidden parts', () => {
    const { units } = parseHtml('<title>T</title><style>a{}</style><script>alert(1)</script><p>Seen <b>text</b></p><p style="display:none">secret</p><template>x</template>')
    expect(units.map((unit) => unit.text)).toEqual(['Seen text'])
  })
  it('resolves merged cells: their text stands once, the grid stays aligned', () => {
    const { units } = parseHtml('<table><tr><th>A<th colspan=2>B</tr><tr><td rowspan=2>x<td>1<td>2</tr><tr><td>3<td>4</tr></table>')
    expect(units[0]?.tables).toEqual([{ headerRows: 1, rows: [['A', 'B', ''], ['x', '1', '2'], ['', '3', '4']] }])
  })
  it('keeps navigation apart from the text', () => {
    const { units } = parseHtml('<nav><ul><li>Home</ul></nav><main><p>Body</main>')
    expect(units[0]?.segments.map((segment) => segment.role)).toEqual(['pageHeader', 'paragraph'])
  })
  it('reads elements nested a hundred thousand deep without ending the program', () => {
    expect(parseHtml(`${'<div>'.repeat(100_000)}deep`).units[0]?.text).toBe('deep')
  })
  it('survives spans that claim millions of cells', () => {
    expect(parseHtml('<table><tr><td colspan=99999999 rowspan=99999999>x<td>y</table>').units[0]?.text).toContain('x')
  })
})

describe('XML parts', () => {
  it('never expands entities that the file declares', () => {
    const { root } = readXml(utf8('<!DOCTYPE a [<!ENTITY b "boom"><!ENTITY c "&b;&b;">]><a>&c;x</a>'))
    expect(JSON.stringify(root)).not.toContain('boom')
  })
  it('reads a part that breaks off as far as it goes, and says so', () => {
    const { root, isDamaged } = readXml(utf8('<a><b>text</b><c>half'))
    expect(isDamaged).toBe(true)
    expect(root.children).toHaveLength(2)
  })
  it('refuses nesting that no document has', () => {
    expect(() => readXml(utf8('<a>'.repeat(5_000)))).toThrow(/nesting/)
  })
})

describe('RTF', () => {
  it('decodes code pages by font and Unicode with its fallback skipped', () => {
    const { blocks } = rtfBlocks(String.raw`{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}}\f0 Gr\'fc\'dfe \u8364?10 {\f1\'cf\'f0\'e8}\par}`)
    expect(blocks).toEqual([{ kind: 'text', role: 'paragraph', text: 'Grüße €10 При' }])
  })
  it('reads tables, notes after their paragraph, and skips what is not text', () => {
    const { blocks } = rtfBlocks(String.raw`{\rtf1{\*\generator X;}{\pict 0102}Text{\footnote Note}\par\trowd\intbl a\cell b\cell\row\trowd\intbl 1\cell 2\cell\row\pard After\par}`)
    expect(blocks.map((block) => (block.kind === 'text' ? `${block.role}: ${block.text}` : block.rows))).toEqual(['paragraph: Text', 'note: Note', [['a', 'b'], ['1', '2']], 'paragraph: After'])
  })
})

describe('delimited text', () => {
  it.each([
    ['a,b\n1,2\n', ',', '"'], ['a;b\n1,5;2\n3,5;4\n', ';', '"'], ['a\tb\n1\t2\n', '\t', '"'], ['sep=;\na;b\n', ';', '"'], ['"a","b"\n"say \\"hi\\" now","2"\n', ',', '\\'], ['"a","b"\n"say ""hi"" now","2"\n', ',', '"'],
  ] as const)('finds the dialect of %j', (text, delimiter, escape) => {
    expect(detectDialect(text)).toMatchObject({ delimiter, escape })
  })
})

describe('mail', () => {
  it('marks what is quoted', () => {
    expect(plainBodyBlocks('Yes.\n\nOn Monday, Ada wrote:\n> Shall we?\n\nBest').map((block) => (block.kind === 'text' ? block.role : ''))).toEqual(['paragraph', 'quoted', 'paragraph'])
  })
  it('leaves a message in order as it is, byte for byte', () => {
    const message = utf8('From: a@b.c\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nGrüße\r\n--x--\r\n')
    expect(Buffer.from(mendCharsets(message)).equals(Buffer.from(message))).toBe(true)
  })
  it('splits a mailbox only at its own lines', () => {
    const box = utf8('From a Mon\nSubject: 1\n\nText\nFrom here on\n\nFrom b Tue\nSubject: 2\n\n>From the start\n')
    expect(splitMbox(box).map((bytes) => Buffer.from(bytes).toString())).toEqual(['Subject: 1\n\nText\nFrom here on\n\n', 'Subject: 2\n\nFrom the start\n'])
  })
})

describe('archives', () => {
  it.each([['../../etc/passwd', 'etc/passwd'], ['/abs/x', 'abs/x'], ['C:\\win\\x', 'win/x'], ['a/./b', 'a/b']])('makes %s harmless', (name, path) => {
    expect(memberPath(name)).toBe(path)
  })
  it('knows names that try to leave', () => {
    expect(['../x', '/x', 'a/../../x', 'a/b'].map(isTraversal)).toEqual([true, true, true, false])
  })
})

describe('numbers that Word draws', () => {
  it('counts levels, restarts them under a new parent, and goes on after other text', () => {
    const { root } = readXml(utf8(`<w:numbering><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
      <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl></w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num></w:numbering>`))
    const numbers = new ListNumbers(root)
    expect([0, 1, 1, 0, 1].map((level) => numbers.next('7', level))).toEqual(['1.', '1.a)', '1.b)', '2.', '2.a)'])
    expect(numbers.next('0', 0)).toBeUndefined()
  })
})
