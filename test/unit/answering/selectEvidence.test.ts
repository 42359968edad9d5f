import { expect, test } from 'vitest'
import { createStateCache } from '../../../src-main/core/answering/createStateCache.ts'
import { evidencePassage, type EvidencePassage } from '../../../src-main/core/answering/EvidencePassage.ts'
import { expectedAnswer, holdsAmount, holdsExpected } from '../../../src-main/core/answering/expectedAnswer.ts'
import { isTitleLine } from '../../../src-main/core/answering/isTitleLine.ts'
import { scoreSentences } from '../../../src-main/core/answering/scoreSentences.ts'
import { selectEvidence } from '../../../src-main/core/answering/selectEvidence.ts'
import type { QuestionKind } from '../../../src-main/core/retrieval/QuestionAnalysis.ts'
import { contentWords } from '../../../src-main/core/retrieval/lexicalTerms.ts'
import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import type { Segment } from '../../../src-shared/domain/unit.ts'
import { plainUnit } from '../../eval/plainUnit.ts'
import { createWordEmbedder } from './wordEmbedder.ts'

function passageOf(name: string, text: string, range: readonly [number, number] = [0, text.length]): EvidencePassage {
  const [charStart, charEnd] = range
  return evidencePassage({
    rank: 1, documentId: name as DocumentId, path: `/${name}`, text: text.slice(charStart, charEnd), score: 1, stale: false, sha256: name, chunkIds: [], vectorScore: 0.5, lexicalCover: 0.5,
    anchor: { kind: 'lines', unit: 1, charStart, charEnd, startLine: 1, endLine: 1 },
  }, plainUnit(text))
}

async function select(text: string, passages: readonly EvidencePassage[], kind: QuestionKind = 'plain', form: { readonly wantsFigures?: boolean; readonly spansDocuments?: boolean } = {}) {
  const embedder = createWordEmbedder()
  const terms = contentWords(text).map(({ term }) => ({ term, idf: 3, chunks: 1 }))
  const scored = await scoreSentences({ text, terms, vector: await embedder.embedQuery(text) }, passages, { embedder })
  const selection = selectEvidence({ text, kind, terms, ...form }, passages, scored)
  return { selection, quotes: selection.evidence.map(({ passage, charStart, charEnd }) => passages[passage]?.unit.text.slice(charStart, charEnd)) }
}

test('a passage that begins or ends inside a sentence is read in whole sentences of its own half', () => {
  const text = 'The first sentence is here. The second sentence follows. The third one ends.'
  const { sentences, charStart, charEnd } = passageOf('a', text, [20, 56])
  expect(sentences.map((sentence) => text.slice(sentence.charStart, sentence.charEnd))).toEqual(['The second sentence follows.'])
  expect([charStart, charEnd]).toEqual([20, 56])
})

test('two documents that say the same are quoted once', async () => {
  const { quotes } = await select('When was the bridge opened?', [passageOf('a', 'The bridge was opened in 1911.'), passageOf('b', 'The bridge was opened in 1911!')])
  expect(quotes).toEqual(['The bridge was opened in 1911.'])
})

test('a sentence that leans on the one before is quoted with it', async () => {
  const { quotes } = await select('Who commissioned the tapestry?', [passageOf('a', 'The tapestry hangs in Bayeux. It was commissioned by Odo. Cows graze.')])
  expect(quotes[0]).toMatch(/^The tapestry hangs in Bayeux\. It was commissioned by Odo\.$|^The tapestry hangs in Bayeux\.$/)
  expect(quotes.join(' ')).toContain('commissioned by Odo')
})

test('a comparison is answered from each of the two documents', async () => {
  const { selection } = await select('How did revenue change from 2022 to 2023?', [passageOf('a', 'Revenue in 2023 was 12 million. Revenue of 2023 came from abroad.'), passageOf('b', 'Revenue in 2022 was 9 million.')], 'comparison')
  expect(new Set(selection.evidence.map(({ passage }) => passage))).toEqual(new Set([0, 1]))
})

test('a question over several documents is answered from each of them before twice from one', async () => {
  const reports = ['one', 'two', 'three', 'four', 'five'].map((name, index) => passageOf(name, `Net sales of ${name} were ${index + 11} million. Net sales of ${name} came from abroad. Net sales of ${name} were as expected.`))
  const { selection } = await select('How have net sales changed over time?', reports, 'plain', { spansDocuments: true })
  expect(new Set(selection.evidence.map(({ passage }) => passage)).size).toBe(5)
  expect(selection.evidence).toHaveLength(5)
})

test('where an amount is asked for, the sentence that has one comes before the one that only words the question', async () => {
  const report = passageOf('a', 'The net sales of the phones are told by the table. Net sales of all phones reached $ 39,669 million.')
  const wanted = await select('What were the net sales of the phones in the quarter?', [report], 'plain', { wantsFigures: true })
  expect(wanted.selection.ranking[0]?.text).toBe('Net sales of all phones reached $ 39,669 million.')
  const other = await select('What were the net sales of the phones in the quarter?', [report])
  expect(other.selection.ranking[0]?.text).toBe('The net sales of the phones are told by the table.')
})

test.each(['$ 81,797 in total', 'a rise of 3 %', 'about 2.4 in all', 'it cost 4 million'])('an amount: %s', (text) => expect(holdsAmount(text)).toBe(true))
test.each(['| 2022 | 2023', 'in May 2023', 'Note 10', '| 81,797 | 82,959'])('no amount: %s', (text) => expect(holdsAmount(text)).toBe(false))

test('a question in a document does not answer one, nor does a heading', async () => {
  const { quotes } = await select('How long is the notice period?', [passageOf('a', 'How long is the notice period?\n\nThe notice period is long: three months.')])
  expect(quotes[0]).toBe('The notice period is long: three months.')
})

test.each([
  ['When did it open?', 'date', 'It opened in May 1911.', 'It opened late.'],
  ['How many people work there?', 'number', 'There are 40 people.', 'There are people.'],
  ['Who founded Contoso?', 'name', 'It was founded by Anna Berg.', 'Contoso was founded.'],
  ['Wie viele Tage Urlaub gibt es?', 'number', 'Es gibt 30 Tage.', 'Es gibt Tage.'],
] as const)('what is asked for is recognised: %s', (question, kind, has, hasNot) => {
  expect(expectedAnswer(question)).toBe(kind)
  expect(holdsExpected(kind, has, question)).toBe(true)
  expect(holdsExpected(kind, hasNot, question)).toBe(false)
})

test('the cache of token states stays within its size and keeps what was used last', () => {
  const cache = createStateCache(3000)
  const states = () => ({ states: new Float32Array(250), tokens: 1, ranges: [[0, 1]] as const })
  for (const key of ['a', 'b', 'c']) cache.set(key, states())
  cache.get('a')
  cache.set('d', states())
  expect([cache.get('a') !== undefined, cache.get('b'), cache.get('d') !== undefined]).toEqual([true, undefined, true])
  expect(cache.sizeBytes()).toBeLessThanOrEqual(3000)
})

test('of two sentences that say nearly as much, the one of the better passage comes first', async () => {
  const ranked = (rank: number, from: EvidencePassage): EvidencePassage => ({ ...from, passage: { ...from.passage, rank } })
  const { selection } = await select('What does the travel plan cover?', [ranked(5, passageOf('a', 'The travel plan does cover flights.')), ranked(1, passageOf('b', 'The travel plan does cover hotels.'))])
  expect(selection.evidence[0]?.passage).toBe(1)
  expect(selection.ranking[0]?.score).toBeCloseTo(selection.ranking[1]?.score ?? 0, 1)
})

test('under a title the sentence need not name its subject again, and the title itself is not quoted', async () => {
  const { quotes } = await select('What is the dental deductible?', [passageOf('a', 'Parking Rules\n\nThe deductible is 10 dollars.\n\nDental Coverage\n\nThe deductible is 50 dollars.')])
  expect(quotes[0]).toBe('The deductible is 50 dollars.')
  expect(quotes).not.toContain('Dental Coverage')
})

test.each([
  ['Gender Affirming Care', true], ['COVERED SERVICES: Hospice Care', true], ['4.2 Financial covenants ............ 31', true], ['The plan covers hospice care.', false], ['net debt of 5.2 million', false], ['保険の対象', false],
])('whether “%s” looks like a title: %s', (text, expected) => {
  expect(isTitleLine(text)).toBe(expected)
})

test.each([
  ['of a sheet', 'Period | Net leverage limit', '2023 and after | 3.50'], ['in Markdown', '| Period | Net leverage limit |', '| 2023 and after | 3.50 |'],
])('the names of the columns of a table are no evidence beside its rows: %s', async (_, header, row) => {
  const prose = 'The net leverage of the group stood below its limit when the bank looked.'
  const lines = [header, row, prose]
  let at = 0
  const segments = lines.map((line, index): Segment => {
    const charStart = at
    at += line.length + 1
    return { charStart, charEnd: charStart + line.length, role: index < 2 ? 'table' : 'paragraph', block: index < 2 ? 0 : 1, place: { kind: 'lines', line: index + 1 }, ...(index === 1 ? { tableHeader: 'Period | Net leverage limit' } : {}) }
  })
  const plain = passageOf('a', lines.join('\n'))
  const passage = evidencePassage(plain.passage, { ...plain.unit, segments })
  const { selection } = await select('What is the net leverage limit of the period?', [passage])
  expect(selection.ranking[0]?.text).not.toBe(header)
})
