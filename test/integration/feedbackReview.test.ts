import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openCatalog, type OpenedCatalog } from '../../src-main/adapters/sqlite/openCatalog.ts'
import { openSqliteAuditLog } from '../../src-main/adapters/sqlite/SqliteAuditLog.ts'
import { createFeedbackReview } from '../../src-main/core/audit/feedback/createFeedbackReview.ts'
import type { Engine } from '../../src-main/core/Engine.ts'
import { createEvaluation } from '../../src-main/core/evaluation/createEvaluation.ts'
import { parseQuestionSet } from '../../src-main/core/evaluation/parseQuestionSet.ts'
import type { AuditLog } from '../../src-main/core/ports/AuditLog.ts'
import { runCli } from '../../src-main/hosts/cli/runCli.ts'
import type { Answer } from '../../src-shared/domain/answer.ts'
import type { AuditNote } from '../../src-shared/domain/audit.ts'
import type { FeedbackProposal } from '../../src-shared/domain/feedback.ts'
import type { AnswerId } from '../../src-shared/domain/ids.ts'
import { auditRecord } from '../fixtures/auditRecord.ts'

let folder: string
let log: AuditLog
let opened: OpenedCatalog
let engine: Pick<Engine, 'feedbackReview' | 'questions' | 'evaluation'>
let now = Date.parse('2026-11-21T12:00:00Z')
const clock = { now: () => now, monotonic: () => 0 }

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'footnote-feedback-'))
  log = openSqliteAuditLog(join(folder, 'audit.db'))
  opened = openCatalog(join(folder, 'catalog.db'))
  const { conversations, evaluations: store } = opened
  const evaluation = createEvaluation({ store, configurations: {} as never, trials: {} as never, clock, state: () => Promise.resolve(''), note: () => undefined })
  engine = {
    evaluation, feedbackReview: createFeedbackReview({ conversations, auditLog: log, store, questionSets: evaluation.questionSets, clock }),
    questions: { giveFeedback: (feedback: object) => conversations.saveFeedback({ ...feedback, given: new Date(now).toISOString() } as never) } as never,
  }
  for (const [n, answer] of [{}, {}, { status: 'not_found', grade: 'none', citations: [] } as const].entries()) {
    const record = auditRecord(n + 1, { asked: '2026-11-01T10:00:00.000Z', text: `text ${n + 1}`, answer })
    conversations.saveAnswer({ ...record.answer, audit: log.append(record) } as Answer)
  }
})

afterEach(() => {
  log.close()
  opened.catalog.close()
  rmSync(folder, { recursive: true, force: true })
})

async function cli(...args: string[]): Promise<{ code: number; value: Record<string, unknown> & { proposals: FeedbackProposal[]; text: string } }> {
  let out = ''
  const code = await runCli([...args, '--json'], {
    stdout: { write: (text, done) => { out += text; done?.(); return true } }, stderr: { write: (_, done) => { done?.(); return true } }, signal: new AbortController().signal,
    openEngine: () => Promise.resolve({ ...engine, close: () => Promise.resolve() } as unknown as Engine),
  })
  return { code, value: JSON.parse(out) as never }
}
const proposals = async () => (await cli('feedback', 'list')).value.proposals
const kept = async (name: string) => parseQuestionSet((await cli('questions', 'show', name)).value.text)

describe('feedback on its way into the question sets', () => {
  it('becomes a question only when a person approves it, with the quotes of a useful answer as what is right', async () => {
    await cli('feedback', 'answer1', 'useful', '--note', 'just what I needed')
    expect(engine.evaluation.questionSets.list()).toEqual([])
    expect(await proposals()).toMatchObject([{ answerId: 'answer1', grade: 'useful', note: 'just what I needed', question: 'Question about text 1?', expected: { documents: ['a.pdf'], page: 1, text: 'text 1' } }])
    expect((await cli('feedback', 'approve', 'answer1')).value).toEqual({ answerId: 'answer1', questionSet: 'feedback', questions: 1 })
    expect(await kept('feedback')).toMatchObject([{ id: 'answer1', answerable: true, documents: ['a.pdf'], evidence: [{ document: 'a.pdf', page: 1, text: 'text 1' }], type: 'feedback' }])
    expect(await proposals()).toEqual([])
  })

  it('asks what is right where the answer was not, and keeps what a person says', async () => {
    await cli('feedback', 'answer2', 'wrong')
    expect((await proposals())[0]?.expected).toBeUndefined()
    const refused = await cli('feedback', 'approve', 'answer2')
    expect([refused.code, refused.value['error']]).toMatchObject([2, { code: 'WRONG_USAGE' }])
    expect(await proposals()).toHaveLength(1)
    expect((await cli('feedback', 'approve', 'answer2', '--document', 'lease.pdf', '--page', '3', '--quote', 'three months', '--answer', '3 months', '--set', 'mine')).code).toBe(0)
    expect(await kept('mine')).toMatchObject([{ id: 'answer2', answers: ['3 months'], documents: ['lease.pdf'], evidence: [{ document: 'lease.pdf', page: 3, text: 'three months' }] }])
  })

  it('keeps a rightly refused question as one that the library does not answer', async () => {
    await cli('feedback', 'answer3', 'useful')
    await cli('feedback', 'answer1', 'wrong')
    expect((await proposals()).find(({ answerId }) => answerId === 'answer3')?.expected).toBeNull()
    await cli('feedback', 'approve', 'answer3')
    await cli('feedback', 'approve', 'answer1', '--not-in-library')
    expect((await kept('feedback')).map(({ id, answerable }) => [id, answerable])).toEqual([['answer3', false], ['answer1', false]])
    expect((await cli('feedback', 'approve', 'answer1', '--not-in-library', '--page', '2')).code).toBe(2)
    expect((await cli('feedback', 'approve', 'answer1', '--page', '2')).code).toBe(2)
  })

  it('forgets what was declined until the feedback is given anew, and logs each approval without a word of the text', async () => {
    await cli('feedback', 'answer1', 'useful')
    await cli('feedback', 'decline', 'answer1')
    expect(await proposals()).toEqual([])
    expect(engine.evaluation.questionSets.list()).toEqual([])
    now += 60_000
    await cli('feedback', 'answer1', 'useful')
    expect(await proposals()).toHaveLength(1)
    await cli('feedback', 'approve', 'answer1')
    const notes = [...log.stored()].map(({ content }) => JSON.parse(content) as AuditNote).filter(({ kind }) => kind === 'note')
    expect(notes).toMatchObject([{ event: 'questionApproved', detail: { answerId: 'answer1', questionSet: 'feedback', grade: 'useful' } }])
    expect(JSON.stringify(notes)).not.toContain('text 1')
    expect(log.verify().ok).toBe(true)
  })

  it('says what there is when an answer has no feedback', async () => {
    expect((await cli('feedback', 'approve', 'answer1')).code).toBe(3)
    expect((await cli('feedback', 'decline', 'nothing' as AnswerId)).code).toBe(3)
  })
})
