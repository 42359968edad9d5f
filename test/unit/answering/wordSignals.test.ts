import { expect, test } from 'vitest'
import { describeSource } from '../../../src-main/core/answering/describeSource.ts'
import { wordSignals } from '../../../src-main/core/answering/wordSignals.ts'
import type { ScoredSentence, WordMatches } from '../../../src-main/core/answering/scoreSentences.ts'
import { findMentions } from '../../../src-main/core/retrieval/findMentions.ts'
import { lexicalTerms } from '../../../src-main/core/retrieval/lexicalTerms.ts'
import { asEvidence } from '../../eval/paragraphCorpus.ts'

const PARAGRAPH = 'Jonas Eriksen joined the company in 2019. He is not a member of the board. The yard lies in Schiedam.'

/** The sentence of the paragraph with what each word of the question would be met by: [cosine in the sentence, anywhere in the passage, in a heading above]. */
function judge(question: string, index: number, met: Readonly<Record<string, readonly [number, number, 0 | 1]>>) {
  const from = asEvidence({ id: 1, document: 'staff.md', text: PARAGRAPH, terms: new Map(), length: 20, vector: new Float32Array() }, 1, { score: 1, cosine: 0.7, lexicalCover: 1 })
  const sentence = from.sentences[index]
  if (sentence === undefined) throw new Error('There is no such sentence.')
  const list = Object.entries(met)
  const words: WordMatches = {
    terms: [[], ...list.map(([word]) => lexicalTerms(word))], weights: [0, ...list.map(() => 1 / list.length)],
    met: [0.2, ...list.map(([, [cosine]]) => cosine)], metInPassage: [0.2, ...list.map(([, [, cosine]]) => cosine)], inContext: [0, ...list.map(([, [, , isAbove]]) => isAbove)],
  }
  const best: ScoredSentence = { passage: 0, index, sentence, text: PARAGRAPH.slice(sentence.charStart, sentence.charEnd), score: 0.8, similarity: 0.8, weakest: 0.5, inPassage: { similarity: 0.8, weakest: 0.5 }, words, cover: 0.5, holdsExpected: null }
  return wordSignals({ text: question, mentions: findMentions(question) }, best, from)
}

test('the one word that the sentence lacks counts, however well the others are met; function words never', () => {
  const signals = judge('What is the salary of Jonas Eriksen?', 0, { salary: [0.48, 0.52, 0], Jonas: [0.9, 0.9, 0], Eriksen: [0.92, 0.92, 0] })
  expect(signals).toMatchObject({ unmet: 0.48, worstInPassage: 0.52, namesMet: 1, numbersMet: 1, negated: 0 })
})

test('a word that stands in the sentence or above it is no unmet one, whatever its cosine', () => {
  expect(judge('When did Jonas join?', 0, { Jonas: [0.4, 0.4, 0], join: [0.5, 0.5, 0] }).unmet).toBe(0.85)
  expect(judge('When did Jonas join the staff?', 0, { Jonas: [0.9, 0.9, 0], staff: [0.3, 0.3, 1] })).toMatchObject({ unmet: 0.85, worstInPassage: 0.9 })
})

test('names count by the passage, numbers by the sentence and its neighbours', () => {
  expect(judge('Where is the yard of Peter Jonas?', 2, { yard: [0.9, 0.9, 0] }).namesMet).toBe(0.5)
  expect(judge('Is he a member since 2019?', 1, { member: [0.9, 0.9, 0] }).numbersMet).toBe(1)
  expect(judge('Where was the yard in 2019?', 2, { yard: [0.9, 0.9, 0] }).numbersMet).toBe(0)
})

test('a negated question wants a negated sentence', () => {
  expect(judge('Who did not join in 2019?', 0, { join: [0.9, 0.9, 0] }).negated).toBe(1)
  expect(judge('Who is not a member?', 1, { member: [0.9, 0.9, 0] }).negated).toBe(0)
  expect(judge('Who is a member?', 1, { member: [0.9, 0.9, 0] }).negated).toBe(0)
})

test('a mail is described by its sender and by what mails are called, other files by their title', () => {
  const place = { unit: 2, charStart: 0, charEnd: 5 }
  const mail = new Set(lexicalTerms(describeSource({ path: '/m/crane.EML', title: 'Crane inspection', anchor: { ...place, kind: 'message', part: 'body', from: 'Anna Berg <anna@example.org>' } })))
  for (const word of lexicalTerms('What did Anna Berg write about the crane in her mail?').filter((term) => !['what', 'did', 'about', 'the', 'in', 'her'].includes(term))) expect(mail, word).toContain(word)
  expect(describeSource({ path: '/m/lease.pdf', title: 'Lease', anchor: { ...place, kind: 'page', page: 2, boxes: [] } }).trim()).toBe('Lease')
})
