import { describe, expect, it } from 'vitest'
import { cohensKappa, wilsonShare } from '../../src-main/core/audit/blind/agreement.ts'
import { diagnoseFailure, type DiagnosisLibrary } from '../../src-main/core/audit/blind/diagnoseFailure.ts'
import { drawSample, type SampledAnswer } from '../../src-main/core/audit/blind/drawSample.ts'
import type { AuditCandidate } from '../../src-shared/domain/audit.ts'
import { auditRecord } from '../fixtures/auditRecord.ts'

describe('shares and agreement', () => {
  it('gives the intervals of the textbook and stays inside 0 to 1', () => {
    // Newcombe 1998, table I: 15 of 148 is .0624 to .1605; 0 of 20 is 0 to .1611.
    expect(wilsonShare(15, 148).low).toBeCloseTo(0.0624, 3)
    expect(wilsonShare(15, 148).high).toBeCloseTo(0.1605, 3)
    expect(wilsonShare(0, 20)).toMatchObject({ low: 0, high: expect.closeTo(0.1611, 3) as number })
    expect(wilsonShare(20, 20).high).toBe(1)
  })

  it('measures agreement beyond chance', () => {
    const pairs = [...Array.from({ length: 20 }, () => ['y', 'y'] as const), ...Array.from({ length: 5 }, () => ['y', 'n'] as const), ...Array.from({ length: 10 }, () => ['n', 'y'] as const), ...Array.from({ length: 15 }, () => ['n', 'n'] as const)]
    // The example of Cohen's kappa: observed .7, by chance .5.
    expect(cohensKappa(pairs)).toBeCloseTo(0.4)
    expect(cohensKappa([['a', 'a'], ['a', 'a']])).toBe(1)
  })
})

describe('drawSample', () => {
  const answers = Array.from({ length: 200 }, (_, n): SampledAnswer => ({
    answerId: `a${n}`, atMs: n * 1000, threadId: n < 100 ? 'long' : `t${n}`, outcome: n % 20 === 0 ? 'none' : 'found', types: [n % 3 === 0 ? 'xlsx' : 'pdf'],
  }))

  it('keeps rare outcomes and types, spreads over time, and draws no answer twice', () => {
    const drawn = drawSample(answers, 40, 3)
    expect(new Set(drawn.map(({ answerId }) => answerId)).size).toBe(40)
    expect(drawn.filter(({ outcome }) => outcome === 'none').length).toBeGreaterThanOrEqual(4)
    expect(drawn.filter(({ types }) => types[0] === 'xlsx').length).toBeGreaterThan(8)
    for (let part = 0; part < 4; part++) expect(drawn.filter(({ atMs }) => Math.floor(atMs / 50_000) === part).length).toBeGreaterThan(5)
  })

  it('lets one long conversation not speak for all', () => {
    const mixed = [...answers.slice(1, 100).map((answer) => ({ ...answer, outcome: 'found', types: ['pdf'], atMs: 1 })), ...['b', 'c', 'd'].map((id) => ({ answerId: id, atMs: 1, threadId: id, outcome: 'found', types: ['pdf'] }))]
    expect(drawSample(mixed, 4, 1).map(({ answerId }) => answerId).filter((id) => ['b', 'c', 'd'].includes(id))).toHaveLength(3)
  })

  it('draws the same with the same seed and another with another', () => {
    expect(drawSample(answers, 30, 5)).toEqual(drawSample([...answers].reverse(), 30, 5))
    expect(drawSample(answers, 30, 5)).not.toEqual(drawSample(answers, 30, 6))
    expect(drawSample(answers, 500, 5)).toHaveLength(200)
  })
})

describe('diagnoseFailure', () => {
  const document = { documentId: 'd', path: '/files/lease.pdf', isRead: true, hasTitle: true, hasDate: true, unitTexts: () => ['The rent is 900 euros. The notice period is three months.'] }
  const library = (over: Partial<typeof document & { reason: string }> = {}): DiagnosisLibrary => ({ find: (name) => (name === 'lease.pdf' ? [{ ...document, ...over }] : []), unread: [] })
  const candidate = (fate: AuditCandidate['fate'], documentId = 'd'): AuditCandidate => ({ chunkId: 'c', documentId, path: '/files/lease.pdf', unit: 1, charStart: 0, charEnd: 1, trace: { fused: 1 }, fate })
  const record = (options: { candidates?: AuditCandidate[]; context?: string; refused?: boolean; verdict?: 'unsupported' } = {}) => auditRecord(1, {
    asked: '2026-11-01T00:00:00Z', text: 'text',
    answer: { ...(options.refused === true ? { status: 'not_found', grade: 'closest', sentences: [], citations: [] } : {}), ...(options.verdict === undefined ? {} : { sentences: [{ text: 'x', citations: [], verdict: options.verdict, score: 0 }] }) },
    record: { candidates: options.candidates ?? [candidate('context')], context: options.context === undefined ? [] : [{ documentId: 'd', path: '/files/lease.pdf', sha256: 's', unit: 1, charStart: 0, charEnd: 9, text: options.context }] },
  })
  const expected = { documents: ['lease.pdf'], text: 'notice period is three months' }

  it.each<[string, ReturnType<typeof record>, DiagnosisLibrary, object | null]>([
    ['fileNotRead', record(), library({ isRead: false, reason: 'locked' }), expected],
    ['fileNotRead', record(), library({ unitTexts: () => ['The rent.'] }), expected],
    ['fileNotRead', record(), { find: () => [], unread: [] }, expected],
    ['staleIndex', record({ candidates: [candidate('stale')] }), library(), expected],
    ['wronglyRefused', record({ refused: true, context: 'The notice period is three months.' }), library(), expected],
    ['unsupportedSentence', record({ verdict: 'unsupported', context: 'The notice period is three months.' }), library(), expected],
    ['notSelected', record({ context: 'The notice period is three months.' }), library(), expected],
    ['chunkCutBadly', record({ context: 'The notice period is' }), library(), expected],
    ['contextCut', record({ candidates: [candidate('context', 'other'), candidate('budget')] }), library(), expected],
    ['metadataMissing', record({ candidates: [candidate('context', 'other')] }), library({ hasTitle: false, hasDate: false }), expected],
    ['notRetrieved', record({ candidates: [candidate('context', 'other')] }), library(), expected],
    ['wronglyAnswered', record(), library(), null],
  ])('finds the first stage that failed: %s', (cause, given, where, what) => {
    const diagnosis = diagnoseFailure({ itemId: 'i', grade: 'wrong', expected: what as never }, given.answer, given, where)
    expect(diagnosis.cause).toBe(cause)
    expect(diagnosis.evidence.length).toBeGreaterThan(10)
  })

  it('takes the grader’s word before its own', () => {
    expect(diagnoseFailure({ itemId: 'i', grade: 'wrong', cause: 'contextCut' }, record().answer, record(), library()).cause).toBe('contextCut')
  })
})
