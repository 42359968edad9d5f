import { expect, test } from 'vitest'
import { restrictAnswer } from '../../../src-main/core/privacy/restrictAnswer.ts'
import { rewriteText } from '../../../src-main/core/privacy/rewriteText.ts'
import { shortenQuote } from '../../../src-main/core/privacy/shortenQuote.ts'
import { OPEN_POLICY, SHORT_QUOTE, type FolderPolicy } from '../../../src-shared/domain/folderPolicy.ts'
import { narrowAnchor } from '../../../src-shared/domain/narrowAnchor.ts'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import { exportedAnswer } from '../../fixtures/exportedAnswer.ts'

const under = (policy: Partial<FolderPolicy>, path: string) => ({ policyOf: (_: unknown, at: string) => (at === path ? { ...OPEN_POLICY, ...policy } : OPEN_POLICY), unitOf: () => undefined })

/** Marks and citations are each other's: the contract of every answer. */
function expectWhole({ text, citations }: { readonly text: string; readonly citations: readonly { readonly n: number }[] }): void {
  const marks = new Set([...text.matchAll(/(?<!\\)\[(\d+)\]/g)].map(([, n]) => Number(n)))
  expect([...marks].sort()).toEqual(citations.map(({ n }) => n).sort())
}

test('an answer that no policy touches is the same object', () => {
  expect(restrictAnswer(exportedAnswer, under({ answer: false }, '/elsewhere'), 'export')).toBe(exportedAnswer)
})

test('a sentence that rests on a withheld document goes with its quote, also where it rests on another too', () => {
  const shown = restrictAnswer(exportedAnswer, under({ answer: false }, '/x/table.xlsx'), 'show')
  expect(shown.text).toBe('The notice period is three months \\[12]. [1]\n\nUnsupported words.')
  expect(shown.citations.map(({ n }) => n)).toEqual([1])
  expect(shown.warnings.map(({ code }) => code)).toContain('WITHHELD')
  expectWhole(shown)
})

test('a document that may not be exported is shown, and left out of what leaves', () => {
  expect(restrictAnswer(exportedAnswer, under({ export: false }, '/x/contract.pdf'), 'show')).toBe(exportedAnswer)
  const exported = restrictAnswer(exportedAnswer, under({ export: false }, '/x/contract.pdf'), 'export')
  expect(exported.sentences.map(({ text }) => text)).toEqual(['Unsupported words.'])
  expect(JSON.stringify(exported)).not.toContain('three months')
})

test('an answer of which nothing is left says so and answers nothing', () => {
  const alone = { ...exportedAnswer, text: 'Three months. [1]', sentences: [{ text: 'Three months.', citations: [1], verdict: 'supported' as const, score: 1 }], citations: exportedAnswer.citations.slice(0, 1) }
  expect(restrictAnswer(alone, under({ answer: false }, '/x/contract.pdf'), 'show')).toMatchObject({ status: 'not_found', grade: 'none', citations: [], sentences: [], text: expect.stringContaining('may not be answered from') as string })
})

const LONG = Array.from({ length: 60 }, (_, index) => (index === 47 ? 'penguins' : `word${index}`)).join(' ')
const unit: ParsedUnit = { unit: 1, kind: 'lines', label: 'text', source: 'text', text: `Before. ${LONG}`, segments: [{ charStart: 0, charEnd: 8 + LONG.length, block: 0, role: 'body', place: { kind: 'lines', line: 4 } }] as unknown as ParsedUnit['segments'] }

test('a long quote is cut to an exact slice around what the question asks for', () => {
  const quote = { text: LONG, anchor: narrowAnchor(unit, 8, 8 + LONG.length) }
  const short = shortenQuote(quote, unit, 'How many penguins?')
  expect(short?.text.split(' ')).toHaveLength(SHORT_QUOTE.words)
  expect(short?.text).toContain('penguins')
  expect(unit.text.slice(short?.anchor.charStart, short?.anchor.charEnd)).toBe(short?.text)
  expect(short?.anchor).toMatchObject({ kind: 'lines', startLine: 4, endLine: 4 })
  expect(shortenQuote({ text: 'Nine penguins.', anchor: quote.anchor }, unit, 'How many penguins?')).toBeUndefined()
})

test('writing without spaces is cut too', () => {
  expect(shortenQuote({ text: '鲸'.repeat(1000), anchor: narrowAnchor(unit, 0, 8) }, undefined, '鲸')?.text.length).toBeLessThanOrEqual(SHORT_QUOTE.characters)
})

test('in an answer the sentence is cut with its quote, and nothing else says the rest', () => {
  const anchor = narrowAnchor(unit, 8, 8 + LONG.length)
  const citation = { ...exportedAnswer.citations[0], n: 1, anchor, quote: LONG } as (typeof exportedAnswer.citations)[number]
  const long = { ...exportedAnswer, question: 'penguins?', text: `${LONG} [1]`, sentences: [{ text: LONG, citations: [1], verdict: 'supported' as const, score: 1 }], citations: [citation], passages: [{ rank: 1, documentId: citation.documentId, path: citation.path, anchor, text: LONG, score: 1, stale: false as const }] }
  const shown = restrictAnswer(long, { ...under({ quoteAtLength: false }, citation.path), unitOf: () => unit }, 'show')
  const quote = shown.citations[0]?.quote ?? ''
  expect(shown.text).toBe(`${quote} [1]`)
  expect(unit.text.slice(shown.citations[0]?.anchor.charStart, shown.citations[0]?.anchor.charEnd)).toBe(quote)
  expect(JSON.stringify(shown)).not.toContain('word3 ')
  expectWhole(shown)
})

test('a text in which a sentence cannot be found is written from the sentences', () => {
  const sentences = [{ text: 'One.', citations: [1], verdict: 'supported' as const, score: 1 }, { text: 'Two.', citations: [2], verdict: 'supported' as const, score: 1 }]
  expect(rewriteText('Other words.', sentences, [null, sentences[1] ?? null])).toBe('Two. [2]')
  expect(rewriteText('Said before: One. [1] Two. [2] And after.', sentences, [null, sentences[1] ?? null])).toBe('Said before: Two. [2] And after.')
})
