import { expect, test } from 'vitest'
import { splitSentences } from '../../../src-main/core/answering/splitSentences.ts'
import type { Segment, SegmentRole } from '../../../src-shared/domain/unit.ts'

const cut = (text: string, segments?: readonly Segment[]) => splitSentences(text, segments).map(({ charStart, charEnd }) => text.slice(charStart, charEnd))

/** One segment a line; `|` after the role gives the block. */
function lines(...rows: readonly (readonly [role: SegmentRole, block: number, text: string])[]): { text: string; segments: Segment[] } {
  let text = ''
  const segments = rows.map(([role, block, row], index): Segment => {
    const charStart = text.length
    text += `${row}\n`
    return { charStart, charEnd: charStart + row.length, role, block, place: { kind: 'lines', line: index + 1 } }
  })
  return { text, segments }
}

test.each([
  ['titles and initials', 'Dr. J. K. Rowling met Mr. Smith. He left.', ['Dr. J. K. Rowling met Mr. Smith.', 'He left.']],
  ['decimals, versions and file names', 'It cost $3.14 in v1.0.21. See report.pdf for more.', ['It cost $3.14 in v1.0.21.', 'See report.pdf for more.']],
  ['doubtful abbreviations', 'Apple Inc. The firm grew. The U.S. Government paid Apple Inc. Tuesday.', ['Apple Inc.', 'The firm grew.', 'The U.S. Government paid Apple Inc. Tuesday.']],
  ['reference marks', 'It grew.[12] It shrank.[3, 4] End.', ['It grew.[12]', 'It shrank.[3, 4]', 'End.']],
  ['quotes and brackets', '"Yes!" he said. (See Fig. 3.) Done.', ['"Yes!" he said.', '(See Fig. 3.)', 'Done.']],
  ['enumerations', '1. Scope of work. 2. Terms apply.', ['1. Scope of work.', '2. Terms apply.']],
  ['German dates and abbreviations', 'Es begann am 3. Oktober, z. B. in Bonn. Dann nicht mehr.', ['Es begann am 3. Oktober, z. B. in Bonn.', 'Dann nicht mehr.']],
  ['Chinese', '你好。世界！这是“测试。”好', ['你好。', '世界！', '这是“测试。”', '好']],
  ['Hindi', 'यह पहला वाक्य है। यह दूसरा है।', ['यह पहला वाक्य है।', 'यह दूसरा है।']],
  ['Arabic', 'هل هذا سؤال؟ نعم.', ['هل هذا سؤال؟', 'نعم.']],
  ['paragraphs without full stops', 'A title\n\nA body.', ['A title', 'A body.']],
])('%s', (_name, text, expected) => {
  expect(cut(text)).toEqual(expected)
})

test('a sentence goes on over the lines of its paragraph, and not into the next', () => {
  const { text, segments } = lines(['paragraph', 0, 'The notice period'], ['paragraph', 0, 'is three months. It begins'], ['paragraph', 0, 'at the end of a month'], ['paragraph', 1, 'Another paragraph'])
  expect(cut(text, segments)).toEqual(['The notice period\nis three months.', 'It begins\nat the end of a month', 'Another paragraph'])
})

test('table rows stand alone and know their header; running headers are left out', () => {
  const { text, segments } = lines(['pageHeader', 0, 'ACME Corp. Confidential.'], ['table', 1, '2023 | 12.5 | 3. Quarter'], ['table', 1, '2024 | 13.5'])
  const sentences = splitSentences(text, segments.map((segment) => (segment.role === 'table' ? { ...segment, tableHeader: 'Year | Sales' } : segment)))
  expect(sentences.map(({ charStart, charEnd, tableHeader }) => [text.slice(charStart, charEnd), tableHeader])).toEqual([['2023 | 12.5 | 3. Quarter', 'Year | Sales'], ['2024 | 13.5', 'Year | Sales']])
})

test('list items are not run together, and an item goes on over its lines', () => {
  const { text, segments } = lines(['list', 0, '• first item goes'], ['list', 0, 'on here'], ['list', 0, '• second item'])
  expect(cut(text, segments)).toEqual(['• first item goes\non here', '• second item'])
})

test('text without sentence ends is cut at a bearable length, at words also where there are no spaces', () => {
  const english = 'word, '.repeat(400)
  expect(splitSentences(english).every(({ charStart, charEnd }) => charEnd - charStart <= 700)).toBe(true)
  const thai = 'ภาษาไทยไม่มีช่องว่างระหว่างคำ'.repeat(60)
  const sentences = splitSentences(thai)
  expect(sentences.length).toBeGreaterThan(2)
  expect(sentences.map(({ charStart, charEnd }) => thai.slice(charStart, charEnd)).join('')).toBe(thai)
})

test('whatever the text: ordered, apart, trimmed, bounded, and nothing but white space is lost', () => {
  let seed = 7
  const random = (below: number) => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) % below
  const pieces = ['Dr. ', 'a', ' ', '\n', '\n\n', '. ', '.', '?! ', '[12]', '。', '"', '”', '1. ', 'U.S. ', '😀', 'e\u0301', '\u00a0', 'Zürich', '3.5', '\t', ';', 'ไทย', '\ud800', '(', ')', 'x'.repeat(90)]
  for (let round = 0; round < 400; round++) {
    const text = Array.from({ length: random(60) }, () => pieces[random(pieces.length)] ?? '').join('')
    const sentences = splitSentences(text)
    let end = 0
    let lost = ''
    for (const { charStart, charEnd } of sentences) {
      expect(charStart).toBeGreaterThanOrEqual(end)
      expect(charEnd).toBeGreaterThan(charStart)
      expect(charEnd - charStart).toBeLessThanOrEqual(700)
      expect(text.slice(charStart, charEnd).trim()).toBe(text.slice(charStart, charEnd))
      lost += text.slice(end, charStart)
      end = charEnd
    }
    expect((lost + text.slice(end)).trim()).toBe('')
  }
})
