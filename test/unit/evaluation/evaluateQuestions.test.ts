import { describe, expect, it } from 'vitest'
import type { Answer, Citation } from '../../../src-shared/domain/answer.ts'
import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import { evaluateQuestions, type EvaluationSubject } from '../../../src-main/core/evaluation/evaluateQuestions.ts'
import type { EvaluationQuestion } from '../../../src-main/core/evaluation/EvaluationQuestion.ts'

const stored = 'The notice period is three months.'
const question: EvaluationQuestion = { id: 'q', question: 'How long is the notice period?', answers: ['three months'], answerable: true, documents: ['lease.pdf'], evidence: [{ document: 'lease.pdf', page: 2 }] }
const unanswerable: EvaluationQuestion = { ...question, id: 'u', answers: [], answerable: false }
const citation: Citation = {
  n: 1, documentId: 'd' as DocumentId, path: '/home/me/files/lease.pdf', sha256: '', anchor: { kind: 'page', unit: 2, page: 2, charStart: 0, charEnd: stored.length, boxes: [] }, quote: stored, stale: false,
}

function answer(fields: Partial<Answer>): Answer {
  return {
    answerId: 'a' as Answer['answerId'], question: '', status: 'answered', grade: 'found', confidence: 1, mode: 'evidence', text: `${stored} [1]`, sentences: [{ text: stored, citations: [1], verdict: 'supported', score: 1 }],
    citations: [citation], passages: [], warnings: [], model: null, config: { fingerprint: '' }, timingsMs: { queue: 0, retrieve: 0, rerank: 0, firstToken: 0, generate: 0, ground: 0, total: 5 },
    usage: { promptTokens: 0, completionTokens: 0 }, audit: { sequence: 1, hash: '' }, ...fields,
  }
}

function subject(given: Answer, page = 2): EvaluationSubject {
  const passage = { rank: 1, documentId: 'd' as DocumentId, path: citation.path, anchor: { ...citation.anchor, unit: page }, text: page === 2 ? stored : 'Other words.', score: 1, stale: false as const }
  return {
    search: (query) => Promise.resolve({ query, passages: [passage], timingsMs: { embed: 0, lexical: 0, vector: 0, fuse: 0, rerank: 0, total: 0 } }),
    ask: () => Promise.resolve(given), unitText: (_, unit) => (unit <= 2 ? stored : undefined), documents: [{ documentId: 'd' as DocumentId, path: citation.path, chunks: 1 }],
  }
}

const about = { questionSet: { sha256: 's', questions: 1 }, config: {} }
const measure = async (asked: EvaluationQuestion, measured: EvaluationSubject) => (await evaluateQuestions([asked], measured, { about })).perQuestion[0]

describe('evaluateQuestions', () => {
  it('measures a right answer as right, by page and by quote', async () => {
    const result = await measure(question, subject(answer({})))
    expect(result?.scores).toMatchObject({ 'page@1': 1, contained: 1, citationPrecision: 1, citationRecall: 1, quoteExact: 1, unsupported: 0, falseRefusal: 0 })
    expect(result).not.toHaveProperty('failure')
  })

  it('sees a quote that differs in one letter from what is stored', async () => {
    const result = await measure(question, subject(answer({ citations: [{ ...citation, quote: stored.replace('three', 'Three') }] })))
    expect(result?.scores['quoteExact']).toBe(0)
  })

  it.each<[string, EvaluationQuestion, EvaluationSubject]>([
    ['notRead', question, { ...subject(answer({ text: 'No.' })), documents: [] }],
    ['notInChunk', question, subject(answer({ status: 'not_found', text: '', citations: [], sentences: [] }), 7)],
    ['notRetrieved', question, { ...subject(answer({ status: 'not_found', text: '', citations: [], sentences: [] }), 7), documents: [{ documentId: 'd' as DocumentId, path: citation.path, chunks: 5000 }] }],
    ['notRead', { ...question, answers: ['nine weeks'] }, subject(answer({ status: 'not_found', text: '', citations: [], sentences: [] }), 7)],
    ['wronglyRefused', question, subject(answer({ status: 'not_found', text: '', citations: [], sentences: [] }))],
    ['notSelected', question, subject(answer({ text: 'Six weeks.', citations: [{ ...citation, anchor: { ...citation.anchor, unit: 9 } }] }))],
    ['badlyAnswered', question, subject(answer({ text: 'Six weeks.' }))],
    ['wronglyAnswered', unanswerable, subject(answer({}))],
  ])('puts a failure where it began: %s', async (stage, asked, measured) => {
    expect((await measure(asked, measured))?.failure).toBe(stage)
  })

  it('counts failures and questions over the run', async () => {
    const run = await evaluateQuestions([question, { ...unanswerable, type: 'trap' }], subject(answer({})), { about })
    expect(run.failures).toEqual({ wronglyAnswered: 1 })
    expect(run.metrics['falseAnswer']).toMatchObject({ mean: 1, questions: 1 })
    expect(run.byType).toMatchObject({ trap: { falseAnswer: { mean: 1, questions: 1 } } })
    expect(run.latencyMs).toEqual({ total: { p50: 5, p95: 5 } })
  })
})
