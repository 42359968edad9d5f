import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openCatalog, type OpenedCatalog } from '../../src-main/adapters/sqlite/openCatalog.ts'
import { openSqliteAuditLog } from '../../src-main/adapters/sqlite/SqliteAuditLog.ts'
import { createRedaction } from '../../src-main/core/audit/redaction.ts'
import type { AuditLog } from '../../src-main/core/ports/AuditLog.ts'
import type { Answer } from '../../src-shared/domain/answer.ts'
import type { AnswerId, ThreadId } from '../../src-shared/domain/ids.ts'
import { auditRecord } from '../fixtures/auditRecord.ts'

let folder: string
let log: AuditLog
let opened: OpenedCatalog
const file = () => join(folder, 'audit.db')
const clock = { now: () => Date.parse('2026-11-21T12:00:00Z'), monotonic: () => 0 }

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'footnote-redact-'))
  log = openSqliteAuditLog(file())
  opened = openCatalog(join(folder, 'catalog.db'))
  for (let n = 1; n <= 4; n++) {
    const record = auditRecord(n, { asked: `2026-11-0${n}T10:00:00.000Z`, text: `secret number ${n} ` })
    opened.conversations.saveAnswer({ ...record.answer, audit: log.append(record) } as Answer)
  }
})

afterEach(() => {
  log.close()
  opened.catalog.close()
  rmSync(folder, { recursive: true, force: true })
})

const redaction = () => createRedaction({ auditLog: log, conversations: opened.conversations, store: opened.evaluations, clock })
const verify = () => log.verify(opened.conversations.witnesses())

/** What someone with the file and a database tool can do. */
function tamper(statement: string): void {
  log.close()
  const database = new DatabaseSync(file())
  database.exec(`DROP TRIGGER entries_refuse_update; DROP TRIGGER entries_refuse_delete; ${statement}`)
  database.close()
  log = openSqliteAuditLog(file())
}

describe('a redacted, a tampered and a truncated log', () => {
  it('a redaction removes the text from log, thread and file, and the chain stays valid', () => {
    expect(redaction().redact('answer2' as AnswerId, 'asked for by the person')).toEqual({ sequence: 2, repetitions: 0 })
    expect(verify()).toMatchObject({ ok: true, entries: 5, redacted: 1 })
    expect(log.get('answer2' as AnswerId)).toBeUndefined()
    expect(log.get(2)).toBeUndefined()
    // Asked for again, it is told when and why it went.
    for (const id of [2, 'answer2' as AnswerId]) expect(() => redaction().redact(id, 'again')).toThrow(/was redacted on 2026-11-21T12:00:00.000Z: asked for by the person/)
    expect(opened.conversations.answer('answer2' as AnswerId)).toBeUndefined()
    expect(log.list().map(({ answerId }) => answerId)).toEqual(['answer4', 'answer3', 'answer1'])
    for (const name of ['audit.db', 'audit.db-wal']) {
      const bytes = readFileSync(join(folder, name)).toString('latin1')
      expect(bytes).not.toContain('secret number 2')
    }
    expect(readFileSync(file()).toString('latin1')).toContain('secret number 3')
  })

  it('a redaction leaves no byte of the words in any file, wherever they were copied to, and keeps the rest', () => {
    const { conversations, evaluations, questions } = opened
    // Many rows of many sizes, written over and over: pages are split, rebuilt and freed, and old copies stay behind.
    const audits: ReturnType<AuditLog['append']>[] = []
    for (let round = 0; round < 3; round++) {
      for (let n = 1; n <= 40; n++) {
        const text = n === 7 ? 'NEVERMORE '.repeat(1 + ((n * round * 37) % 900)) : 'filler '.repeat((n * 131 + round * 17) % 700)
        const record = auditRecord(100 + n, { asked: '2026-11-10T10:00:00.000Z', text, thread: `thread ${n}`, answer: { question: n === 7 ? 'Why NEVERMORE?' : `Why ${n}?` } })
        const audit = audits[n] ??= log.append(record)
        conversations.saveAnswer({ ...record.answer, audit } as Answer)
        questions.saveQuestion({ answerId: record.answerId, threadId: 't' as never, request: { question: text } as never, submittedMs: 0, attempt: 0, stage: 'writing', text, deltas: 1 })
      }
    }
    for (let n = 1; n <= 40; n++) questions.removeQuestion(`answer${100 + n}` as AnswerId)
    const repeated = auditRecord(200, { asked: '2026-11-11T10:00:00.000Z', text: 'NEVERMORE', answer: { repeats: 'answer107' as AnswerId } })
    conversations.saveAnswer({ ...repeated.answer, audit: log.append(repeated) } as Answer)
    conversations.saveFeedback({ answerId: 'answer107' as AnswerId, grade: 'wrong', note: 'NEVERMORE is wrong', given: '' })
    const set = { name: 'feedback', text: ['answer107', 'other'].map((id) => `${JSON.stringify({ id, question: id === 'other' ? 'Why?' : 'Why NEVERMORE?', answer: ['x'], docs: [] })}\n`).join('') }
    evaluations.save('questionSet', 'feedback', '', set)
    evaluations.save('choice', 'gateSets', '', [set])
    evaluations.save('sample', 's', '', {
      sampleId: 's', created: '', seed: 1, items: [{ itemId: 'i', answerId: 'answer107', arm: 'compared', configuration: 'c', answer: repeated.answer }],
      grades: [{ itemId: 'i', grader: 'anna', graded: '', grade: 'wrong', reason: 'NEVERMORE', expected: { documents: ['a.pdf'], text: 'NEVERMORE' } }],
    })

    expect(redaction().redact('answer107' as AnswerId, 'asked for by the person')).toEqual({ sequence: 11, repetitions: 1 })
    for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name)).toString('latin1').includes('NEVERMORE'), name).toBe(false)
    expect(verify()).toMatchObject({ ok: true, redacted: 2 })
    // Nothing else is lost, and everything is where it was.
    expect(conversations.threads()).toHaveLength(41)
    expect(conversations.answers('thread 8' as ThreadId)).toHaveLength(1)
    expect(evaluations.load('questionSet', 'feedback')).toEqual({ name: 'feedback', text: `${set.text.split('\n')[1]}\n` })
    expect(evaluations.load('sample', 's')).toMatchObject({ grades: [{ itemId: 'i', grader: 'anna', grade: 'wrong' }] })
    opened.catalog.close()
    opened = openCatalog(join(folder, 'catalog.db'))
    expect(opened.conversations.answer('answer108' as AnswerId)?.text).toContain('filler')
  })

  it('an entry that was emptied without a note of it is altered, not redacted', () => {
    tamper("UPDATE entries SET record = '' WHERE sequence = 2")
    expect(verify()).toMatchObject({ ok: false, brokenAt: 2, reason: 'altered' })
  })

  it('what was changed beside a redaction is still found', () => {
    redaction().redact(1, 'r')
    tamper("UPDATE entries SET record = replace(record, 'secret number 3', 'secret number 9') WHERE sequence = 3")
    expect(verify()).toMatchObject({ ok: false, brokenAt: 3, reason: 'altered' })
  })

  it('a tail that was cut off together with the counter is seen by the answers that remember it', () => {
    tamper("DELETE FROM entries WHERE sequence > 2; UPDATE sqlite_sequence SET seq = 2 WHERE name = 'entries'")
    expect(log.verify()).toMatchObject({ ok: true, entries: 2 })
    expect(verify()).toMatchObject({ ok: false, brokenAt: 3, reason: 'truncated' })
  })

  it('a log that was rewritten as a whole, hashes and all, does not fit the answers', () => {
    log.close()
    rmSync(file())
    for (const rest of ['-wal', '-shm']) rmSync(`${file()}${rest}`, { force: true })
    log = openSqliteAuditLog(file())
    for (let n = 1; n <= 4; n++) log.append(auditRecord(n, { asked: `2026-11-0${n}T10:00:00.000Z`, text: 'nothing to see' }))
    expect(log.verify().ok).toBe(true)
    expect(verify()).toMatchObject({ ok: false, brokenAt: 1, reason: 'altered' })
  })

  it('retention redacts what is older and leaves the rest', () => {
    expect(redaction().applyRetention(19)).toBe(2)
    expect(log.list().map(({ answerId }) => answerId)).toEqual(['answer4', 'answer3'])
    expect(redaction().applyRetention(19)).toBe(0)
    expect(verify()).toMatchObject({ ok: true, redacted: 2 })
  })
})
