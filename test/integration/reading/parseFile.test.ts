import { utils, write } from '@e965/xlsx'
import { gzipSync, strToU8, zipSync } from 'fflate'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pack } from 'tar-stream'
import { describe, expect, it } from 'vitest'
import { openZip } from '../../../src-main/adapters/archive/openZip.ts'
import { parseFile } from '../../../src-main/adapters/parsing/parseFile.ts'
import type { ParsedDocument } from '../../../src-shared/domain/document.ts'
import { narrowAnchor } from '../../../src-shared/domain/narrowAnchor.ts'
import { makeDocx, makeEpub, makeOdt, makePptx } from './makeFiles.ts'

function read(content: Uint8Array | string, name: string, more: { readonly maxFileBytes?: number; readonly signal?: AbortSignal; readonly password?: string } = {}): Promise<ParsedDocument> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  return parseFile({ path: `/nowhere/${name}`, name, bytes, maxFileBytes: 100_000_000, maxPages: 100, ocr: null, ...more })
}

/** Each segment as `role: text`; checks on the way that segments are in order, apart, and inside the text. */
function lines(document: ParsedDocument): string[] {
  return document.units.flatMap((unit) => {
    let end = 0
    return unit.segments.map((segment) => {
      expect(segment.charStart).toBeGreaterThanOrEqual(end)
      expect(segment.charEnd).toBeGreaterThan(segment.charStart)
      end = segment.charEnd
      return `${segment.role}: ${unit.text.slice(segment.charStart, segment.charEnd)}`
    })
  })
}

describe('Word', () => {
  it('reads what readers lose: notes, comments, boxes, headers, numbers, alternative texts; changes as accepted', async () => {
    expect(lines(await read(makeDocx(), 'a.docx'))).toEqual([
      'pageHeader: Confidential', 'heading: Contract', 'paragraph: The fee is 80 euros.', 'note: Without tax.', 'comment: Ada: Too high?', 'list: § 1 First clause', 'list: § 2 Second clause',
      'paragraph: Boxed words', 'caption: A chart of rainfall', 'table: Item | Price', 'table: Pump | 10', 'table: | 12',
    ])
  })
  it('anchors a quote to its paragraph under its heading', async () => {
    const [unit] = (await read(makeDocx(), 'a.docx')).units
    if (unit === undefined) throw new Error('a unit was expected')
    const start = unit.text.indexOf('80 euros')
    expect(narrowAnchor(unit, start, start + 8)).toMatchObject({ kind: 'section', headings: ['Contract'], paragraph: 3 })
  })
  it('reads it by its content under any name, and notes the wrong one', async () => {
    const document = await read(makeDocx(), 'report.pdf')
    expect(document.mediaType).toContain('wordprocessingml')
    expect(document.warnings.map((warning) => warning.code)).toEqual(['WRONG_EXTENSION'])
  })
  it('neither expands entities nor follows external ones', async () => {
    const bomb = zipSync({
      '[Content_Types].xml': strToU8('x'), '_rels/.rels': strToU8('<r><Relationship Id="a" Type="x/officeDocument" Target="word/document.xml"/></r>'),
      'word/document.xml': strToU8('<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]><d><body><p><r><t>Start &b;&c; end</t></r></p></body></d>'),
    })
    const text = (await read(bomb, 'a.docx')).units.map((unit) => unit.text).join('')
    expect(text).toContain('Start')
    expect(text).not.toMatch(/aaaa|root:/)
  })
})

describe('a locked Word file', () => {
  const locked = new Uint8Array(readFileSync(join(import.meta.dirname, '../../fixtures/office/password-is-pass.docx')))
  it('opens with its password, and asks for it otherwise', async () => {
    expect(lines(await read(locked, 'a.docx', { password: 'pass' }))).toEqual(['paragraph: The is a password protected document.'])
    await expect(read(locked, 'a.docx')).rejects.toMatchObject({ code: 'PASSWORD_NEEDED' })
    await expect(read(locked, 'a.docx', { password: 'wrong' })).rejects.toMatchObject({ code: 'PASSWORD_NEEDED' })
  })
})

describe('presentations', () => {
  it('gives each slide its unit in the order of the show, the hidden and empty one too', async () => {
    const { units } = await read(makePptx(), 'a.pptx')
    expect(units.map(({ label, source }) => [label, source])).toEqual([['slide 1', 'text'], ['slide 2 (hidden)', 'empty']])
    expect(units[1]?.note).toBeDefined()
  })
  it('puts the title first, opens groups, keeps tables with their header and the notes', async () => {
    const document = await read(makePptx(), 'a.pptx')
    expect(lines(document)).toEqual(['heading: Our plan', 'paragraph: Grouped words', 'table: Year', 'table: 2024', 'note: Say it slowly'])
    expect(document.units[0]?.segments[3]).toMatchObject({ tableHeader: 'Year', headings: ['Our plan'], place: { kind: 'slide' } })
  })
})

describe('workbooks', () => {
  const workbook = (): Uint8Array => {
    const book = utils.book_new()
    const sheet = utils.aoa_to_sheet([['Region', 'Share', 'Day'], ['North', 0.25, 45_000], ['South', 0.75, 45_001]])
    for (const cell of ['B2', 'B3']) Object.assign(sheet[cell] as object, { z: '0%' })
    for (const cell of ['C2', 'C3']) Object.assign(sheet[cell] as object, { z: 'yyyy-mm-dd' })
    sheet['A4'] = { t: 'e', v: 42, w: '#N/A' }
    sheet['!ref'] = 'A1:C4'
    utils.book_append_sheet(book, sheet, 'Sales')
    utils.book_append_sheet(book, utils.aoa_to_sheet([]), 'Blank')
    utils.book_append_sheet(book, utils.aoa_to_sheet([['secret']]), 'Inner')
    book.Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: 0 }, { Hidden: 1 }] }
    return new Uint8Array(write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer)
  }
  it('shows values as the sheet does: shares, dates, errors; each row with its header', async () => {
    const { units } = await read(workbook(), 'a.xlsx')
    expect(units[0]?.text).toBe('Region | Share | Day\nNorth | 25% | 2023-03-15\nSouth | 75% | 2023-03-16\n#N/A')
    expect(units[0]?.segments[2]?.tableHeader).toBe('Region | Share | Day')
  })
  it('reports every sheet, the empty and the hidden one too', async () => {
    const { units } = await read(workbook(), 'a.xlsx')
    expect(units.map(({ label, source }) => [label, source])).toEqual([['Sales', 'text'], ['Blank', 'empty'], ['Inner (hidden)', 'text']])
  })
  it('calls the sheets of an OpenDocument workbook as people see them', async () => {
    const book = utils.book_new()
    for (const name of ['R&D "new"', 'A &amp; B']) utils.book_append_sheet(book, utils.aoa_to_sheet([['Item'], ['R&D <x>']]), name)
    const { units } = await read(new Uint8Array(write(book, { type: 'array', bookType: 'ods' }) as ArrayBuffer), 'a.ods')
    expect(units.map(({ label, facts, text }) => [label, facts?.sheet, text])).toEqual([['R&D "new"', 'R&D "new"', 'Item\nR&D <x>'], ['A &amp; B', 'A &amp; B', 'Item\nR&D <x>']])
  })
  it('opens a quoted cell of a CSV at that cell', async () => {
    const [unit] = (await read('name;city\n"Ada; L.";"Lon""don"\n', 'people.csv')).units
    if (unit === undefined) throw new Error('a unit was expected')
    const start = unit.text.indexOf('Lon"don')
    expect(narrowAnchor(unit, start, start + 7)).toMatchObject({ sheet: 'people', range: 'B2' })
  })
})

describe('mail', () => {
  const mail = ['From: =?utf-8?B?QWRhIEw=?= <ada@example.org>', 'To: bob@example.org', 'Subject: =?iso-8859-1?Q?Gr=FC=DFe?=', 'Date: Mon, 6 May 2024 07:08:09 +0200', 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', '',
    '--b', 'Content-Type: text/plain; charset=utf-8', '', 'See the file.', '', '> earlier words', '--b', "Content-Type: text/plain; name=x", "Content-Disposition: attachment; filename*=utf-8''../n%C3%B6tes.txt", '', 'inside', '--b--', ''].join('\r\n')
  it('reads header and body as units, quoted parts marked, and attachments as files under safe names', async () => {
    const document = await read(mail, 'a.eml')
    expect(lines(document)).toEqual(['metadata: From: Ada L <ada@example.org>', 'metadata: To: bob@example.org', 'metadata: Date: Mon, 6 May 2024 07:08:09 +0200', 'metadata: Subject: Grüße', 'metadata: Attachments: nötes.txt', 'paragraph: See the file.', 'quoted: > earlier words'])
    expect(document.embedded?.map(({ name, bytes }) => [name, new TextDecoder().decode(bytes).trim()])).toEqual([['nötes.txt', 'inside']])
    expect(document.metadata).toMatchObject({ title: 'Grüße', created: '2024-05-06T05:08:09.000Z' })
  })
  it('carries date and sender to every anchor', async () => {
    const [, body] = (await read(mail, 'a.eml')).units
    if (body === undefined) throw new Error('a body was expected')
    expect(narrowAnchor(body, 0, 3)).toMatchObject({ kind: 'message', part: 'body', date: '2024-05-06T05:08:09.000Z', from: 'Ada L <ada@example.org>' })
  })
  it('gives each message of a mailbox its unit', async () => {
    const box = `From a Mon May 6 07:08:09 2024\n${mail.replaceAll('\r', '')}\nFrom b Mon May 6 07:08:09 2024\nFrom: b@example.org\nSubject: Two\n\nSecond.\n`
    const document = await read(box, 'all.mbox')
    expect(document.units.map((unit) => unit.label)).toEqual(['message 1: Grüße', 'message 2: Two'])
    expect(document.embedded?.map((file) => file.name)).toEqual(['message 1/nötes.txt'])
  })
})

describe('the rest', () => {
  it('reads OpenDocument text without what was deleted', async () => {
    const document = await read(makeOdt(), 'a.odt')
    expect(lines(document)).toEqual(['heading: Agenda', 'paragraph: First point', 'note: A note.', 'list: • Item'])
    expect(document.metadata).toMatchObject({ title: 'Minutes', author: 'Ada' })
  })
  it('reads the chapters of a book and reports the missing one', async () => {
    const document = await read(makeEpub(), 'a.epub')
    expect(document.units.map(({ label, source }) => [label, source])).toEqual([['One', 'text'], ['part 2', 'failed']])
    expect(document.metadata).toEqual({ title: 'Poems', language: 'en' })
  })
  it('hands over the members of a ZIP under safe names and lists them', async () => {
    const document = await read(zipSync({ 'a/b.txt': strToU8('one'), '../../up.txt': strToU8('two') }), 'a.zip')
    expect(document.embedded?.map((file) => file.name)).toEqual(['a/b.txt', 'up.txt'])
    expect(document.warnings.map((warning) => warning.code)).toEqual(['UNSAFE_NAME'])
    expect(document.units[0]).toMatchObject({ label: 'members', text: 'a/b.txt\nup.txt' })
  })
  it('takes a TAR.GZ apart and follows no links in it', async () => {
    const archive = pack()
    archive.entry({ name: 'one.txt' }, 'first')
    archive.entry({ name: 'link', type: 'symlink', linkname: '/etc/passwd' })
    archive.finalize()
    const chunks: Buffer[] = []
    for await (const chunk of archive) chunks.push(chunk as Buffer)
    const document = await read(gzipSync(Buffer.concat(chunks)), 'a.tar.gz')
    expect(document.embedded?.map((file) => file.name)).toEqual(['one.txt'])
  })
})

describe('what cannot be read', () => {
  it.each([
    ['EMPTY_FILE', new Uint8Array(), 'a.txt'], ['UNSUPPORTED_TYPE', Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, ...new Array<number>(200).fill(0)]), 'a.bin'],
    ['DAMAGED_FILE', Uint8Array.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4]), 'a.7z'], ['DAMAGED_FILE', makeDocx().slice(0, 900), 'a.docx'],
    ['DAMAGED_FILE', Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), 'a.doc'],
  ] as const)('says %s', async (code, bytes, name) => {
    // A compound file cut to its first bytes shows no kind at all.
    await expect(read(bytes, name)).rejects.toMatchObject({ code: code === 'DAMAGED_FILE' && name === 'a.doc' ? 'UNSUPPORTED_TYPE' : code })
  })
  it('refuses a file beyond the limit before it reads it', async () => {
    await expect(read('12345', 'a.txt', { maxFileBytes: 4 })).rejects.toMatchObject({ code: 'TOO_LARGE' })
  })
  it('counts what a member really expands to, whatever the archive says about it', async () => {
    const bytes = zipSync({ 'zeros.txt': new Uint8Array(100_000), 'small.txt': strToU8('x') })
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    // The size that the directory declares for the first member is made a lie.
    const directory = view.getUint32(bytes.length - 22 + 16, true)
    view.setUint32(directory + 24, 10, true)
    const zip = await openZip(bytes, { maxMembers: 10, maxExpandedBytes: 50_000 })
    await expect(zip.read('zeros.txt')).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' })
    await expect(zip.read('small.txt')).resolves.toEqual(strToU8('x'))
    await expect(openZip(bytes, { maxMembers: 1, maxExpandedBytes: 50_000 })).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' })
  })
  it('stops when it is cancelled', async () => {
    await expect(read(makePptx(), 'a.pptx', { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' })
  })
})
