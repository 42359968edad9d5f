import { describe, expect, it } from 'vitest'
import { strToU8, zipSync } from 'fflate'
import { detectBinaryFormat } from '../../../src-main/adapters/fileType/detectBinaryFormat.ts'
import { detectTextFormat } from '../../../src-main/adapters/fileType/detectTextFormat.ts'

const zip = (...names: string[]): Uint8Array => zipSync(Object.fromEntries(names.map((name) => [name, strToU8('x')])))

describe('type by content', () => {
  it.each([
    ['docx', zip('[Content_Types].xml', 'word/document.xml')], ['xlsx', zip('[Content_Types].xml', 'xl/workbook.xml')], ['pptx', zip('_rels/.rels', 'ppt/presentation.xml')],
    ['xlsb', zip('[Content_Types].xml', 'xl/workbook.bin')], ['zip', zip('word/notes.txt')], ['zip', zip('a.txt')],
    ['odt', zipSync({ mimetype: [strToU8('application/vnd.oasis.opendocument.text'), { level: 0 }], 'content.xml': strToU8('x') })],
    ['epub', zipSync({ mimetype: [strToU8('application/epub+zip'), { level: 0 }], 'META-INF/container.xml': strToU8('x') })],
    ['pdf', strToU8('junk before\n%PDF-1.7')], ['rtf', strToU8('{\\rtf1 hello}')], ['gzip', Uint8Array.of(0x1f, 0x8b, 8, 0)],
  ] as const)('knows %s by its bytes', (format, bytes) => {
    expect(detectBinaryFormat(bytes)).toBe(format)
  })
  it('takes a text that begins with BM for text, not for a bitmap', () => {
    expect(detectBinaryFormat(strToU8('BM is a short name for a company that sells boxes'))).toBeNull()
  })
  it.each([
    ['html', '<!doctype html><p>x', 'page.txt'], ['html', '<html><body>x</body></html>', 'data.csv'], ['xml', '<?xml version="1.0"?><a/>', 'x.txt'], ['json', '{"a": 1}', 'x'],
    ['eml', 'Received: by a\nFrom: a@b.c\nSubject: x\n\nbody', 'x.txt'], ['mbox', 'From a@b.c Mon Jan 1 10:00:00 2024\nFrom: a@b.c\nSubject: x\n\nbody', 'x'],
    ['markdown', '# Title', 'readme.md'], ['code', 'def f(): pass', 'a.py'], ['code', '<html>{{x}}</html>', 'page.vue'], ['csv', 'a,b\n1,2', 'a.csv'],
    ['tsv', 'a\tb\n1\t2\n3\t4\n5\t6\n7\t8\n9\t0', 'table.txt'], ['text', 'From here on, it rains.\nSo: stay.', 'note.txt'], ['text', 'One, two, three.\nFour, five.', 'note.txt'],
  ] as const)('reads as %s: %j in %s', (format, text, name) => {
    expect(detectTextFormat(text, name)).toBe(format)
  })
})
