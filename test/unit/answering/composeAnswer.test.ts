import { expect, test } from 'vitest'
import { composeAnswer, type AnswerPart, type Quote } from '../../../src-main/core/answering/composeAnswer.ts'
import { escapeMarks, parseMarks, stripMarks, unescapeMarks } from '../../../src-main/core/answering/marks.ts'
import type { DocumentId } from '../../../src-shared/domain/ids.ts'

function quote(index: number): Quote {
  return { documentId: `d${index % 3}` as DocumentId, path: `/d${index % 3}.txt`, sha256: 's', stale: false, quote: `quote ${index} [${index}]`, anchor: { kind: 'lines', unit: 1, charStart: index * 10, charEnd: index * 10 + 5, startLine: 1, endLine: 1 } }
}

test("a source's own bracketed number is never taken for a mark, and comes back as it was", () => {
  for (const text of ['see [12] and [3]', '[1]', '\\[7]', 'a [b] [12a] [ 4 ]', '[[5]]', '']) {
    expect(parseMarks(escapeMarks(text))).toEqual([])
    expect(unescapeMarks(escapeMarks(text))).toBe(text)
  }
  expect(parseMarks('one [1] two \\[2] three [34]').map(({ n }) => n)).toEqual([1, 34])
})

test('what a model typed as marks is taken out', () => {
  expect(stripMarks('The term is 3 months [1]. Paid [source 2], [Doc: 3] 【4】 in May [2, 3].')).toBe('The term is 3 months. Paid, in May.')
})

test('marks and citations always match, numbered in order of appearance; no sentence without quotes is called supported', () => {
  let seed = 11
  const random = (below: number) => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) % below
  for (let round = 0; round < 300; round++) {
    const parts = Array.from({ length: random(6) }, (): AnswerPart => ({
      text: ['Plain text.', 'With [12] inside', 'Line\nbreaks [3].', '[1]', 'ends with \\'][random(5)] ?? '',
      quotes: Array.from({ length: random(4) }, () => quote(random(7))), verdict: (['supported', 'weak', 'unsupported'] as const)[random(3)] ?? 'weak', score: random(100) / 100, startsParagraph: random(2) === 0,
    }))
    const { text, sentences, citations } = composeAnswer(parts)
    const marks = parseMarks(text).map(({ n }) => n)
    expect([...new Set(marks)]).toEqual(citations.map(({ n }) => n))
    expect(citations.map(({ n }) => n)).toEqual(citations.map((_, index) => index + 1))
    expect(new Set(citations.map(({ documentId, anchor }) => `${documentId} ${anchor.charStart}`)).size).toBe(citations.length)
    expect(sentences.flatMap((sentence) => sentence.citations)).toEqual(marks)
    for (const sentence of sentences) if (sentence.citations.length === 0) expect(sentence.verdict).toBe('unsupported')
  }
})
