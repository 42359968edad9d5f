import { expect, test } from 'vitest'
import { quoteSignals } from '../../../src-main/core/answering/quoteSignals.ts'
import type { Evidence, RankedSentence } from '../../../src-main/core/answering/selectEvidence.ts'
import { asEvidence } from '../../eval/paragraphCorpus.ts'
import { createWordEmbedder } from './wordEmbedder.ts'

const PARAGRAPH = 'The harbour of Schiedam opened in 1901. It was closed after a fire.'
const from = asEvidence({ id: 1, document: 'harbour.md', text: PARAGRAPH, terms: new Map(), length: 12, vector: new Float32Array() }, 1, { score: 1, cosine: 0.7, lexicalCover: 1 })

function read(question: string, quote: string, embedder = createWordEmbedder()) {
  const charStart = PARAGRAPH.indexOf(quote)
  const evidence: Evidence = { passage: 0, charStart, charEnd: charStart + quote.length, scored: {} as RankedSentence }
  return quoteSignals(question, [from], [evidence], embedder)
}

test('every word counts that the quotes themselves lack, though their paragraph has it', async () => {
  expect((await read('The harbour opened in 1901?', 'The harbour of Schiedam opened in 1901.')).worstInQuotes).toBeCloseTo(1)
  expect((await read('The fire in the harbour?', 'The harbour of Schiedam opened in 1901.')).worstInQuotes).toBeLessThan(0.7)
  expect((await read('The fire?', 'It was closed after a fire.')).worstInQuotes).toBeLessThan(0.7)
})

test('quotes about the question leave its vector where it is, others lead away', async () => {
  const near = await read('When was the harbour of Schiedam opened in 1901?', 'The harbour of Schiedam opened in 1901.')
  const far = await read('When was the harbour of Schiedam opened in 1901?', 'It was closed after a fire.')
  expect(near.readTogether).toBeGreaterThan(0.95)
  expect(far.readTogether).toBeLessThan(near.readTogether)
})

test('an embedder without token states reads nothing', async () => {
  expect(await read('The fire?', 'It was closed after a fire.', createWordEmbedder({ tokenStates: false }))).toEqual({ readTogether: 0, worstInQuotes: 0 })
})
