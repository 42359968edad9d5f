import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest'
import { openUnitReader } from '../../../src-main/adapters/sqlite/openUnitReader.ts'
import type { StoredDocument } from '../../../src-main/core/ports/Catalog.ts'
import type { AnswerId, DocumentId, FolderId, ThreadId } from '../../../src-shared/domain/ids.ts'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import { auditRecord } from '../../fixtures/auditRecord.ts'
import { openLockedStores, PASSPHRASE } from './lockedStores.ts'

const SECRETS = ['penguins of Cape Arden', 'salary of the harbour master', 'Who feeds the penguins', 'note about the keeper', 'Heading of the lighthouse', 'Opening words of the keeper', 'Title of the logbook', 'Captain Author']
const DOCUMENTS = 120
const ENTRIES = 130

let folder: string
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'footnote-lock-')) })
afterEach(() => rm(folder, { recursive: true, force: true }))

type Stores = Awaited<ReturnType<typeof openLockedStores>>

function documentOf(index: number): StoredDocument {
  return {
    documentId: `d${index}` as DocumentId, sourceId: 'src' as FolderId, path: `/papers/${index}.pdf`, contentPath: `/papers/${index}.pdf`, sizeBytes: 1, modifiedMs: 1, inode: '', settled: true, sha256: `hash${index}`,
    mediaType: 'application/pdf', state: 'indexed', title: `Title of the logbook ${index}`, author: 'Captain Author', fingerprint: 'f', chunks: 1, opening: 'Opening words of the keeper', warnings: [{ code: 'x', message: 'note about the keeper' }] as never, elapsedMs: 1,
  }
}

function unitOf(index: number, unit: number): ParsedUnit {
  const text = `${index}: the penguins of Cape Arden, ${unit}. ${'ice '.repeat(300)}`
  return { unit, kind: 'section', label: `part ${unit}`, source: 'text', text, segments: [{ charStart: 0, charEnd: text.length, block: 0, role: 'paragraph', headings: ['Heading of the lighthouse'], place: { kind: 'section', paragraph: 1 } }] }
}

async function fill({ catalog, conversations, auditLog, questions, evaluations }: Stores): Promise<void> {
  await catalog.publish(Array.from({ length: DOCUMENTS }, (_, index) => ({ document: documentOf(index), units: [unitOf(index, 1), unitOf(index, 2)] })))
  for (let n = 1; n <= ENTRIES; n++) {
    const record = auditRecord(n, { asked: '2026-01-01T00:00:00.000Z', text: 'the salary of the harbour master', thread: `t${n % 5}` })
    conversations.saveAnswer({ ...record.answer, audit: auditLog.append(record) })
  }
  conversations.saveFeedback({ answerId: 'answer1' as AnswerId, grade: 'wrong', note: 'note about the keeper', given: '2026-01-01T00:00:00.000Z' })
  conversations.renameThread('t1' as ThreadId, 'Who feeds the penguins')
  questions.saveQuestion({ answerId: 'q1' as AnswerId, threadId: 't1' as ThreadId, request: { question: 'Who feeds the penguins?', chatModel: null, unsupported: 'replace' }, submittedMs: 1, attempt: 0, stage: 'writing', text: 'the penguins of Cape Arden', deltas: 3 })
  evaluations.save('questionSet', 'graded', '2026-01-01', { text: 'Who feeds the penguins?' })
}

/** All that can be read of a library, for comparing it with itself. */
function everything({ catalog, conversations, auditLog, questions, evaluations }: Stores): unknown {
  return JSON.parse(JSON.stringify({
    documents: catalog.documents(), units: catalog.documents().map(({ documentId }) => catalog.units(documentId)), reports: [...catalog.allUnitReports()], threads: conversations.threads(),
    answers: conversations.threads().map(({ threadId }) => conversations.answers(threadId)), feedback: conversations.allFeedback(), questions: questions.questions(), set: evaluations.load('questionSet', 'graded'),
    entries: [...auditLog.stored()], list: auditLog.list({ limit: 7 }), entry: auditLog.get('answer9' as AnswerId), verification: auditLog.verify(conversations.witnesses()),
  })) as unknown
}

/** Which of the known sentences stand in the bytes of the databases, logs included. */
function found(): string[] {
  const files = readdirSync(folder).filter((name) => name.includes('.db')).map((name) => readFileSync(join(folder, name)))
  return SECRETS.filter((secret) => files.some((bytes) => bytes.includes(secret)))
}

describe('a library that is encrypted', () => {
  it('has none of its sentences in its files, reads as before, and can be opened again', async () => {
    const plain = await openLockedStores(folder)
    await fill(plain)
    const before = everything(plain)
    // Places are stored deflated; everything else stands there to be read.
    expect(found()).toEqual(expect.arrayContaining(SECRETS.filter((secret) => !secret.startsWith('Heading'))))
    await plain.lock.turnOn(PASSPHRASE)
    await plain.seal()
    expect(plain.lock.status().state).toBe('on')
    expect(everything(plain)).toEqual(before)
    expect(found()).toEqual([])
    // What is written from now on too.
    plain.auditLog.append(auditRecord(900, { asked: '2026-02-01T00:00:00.000Z', text: 'the salary of the harbour master' }))
    await plain.catalog.publish([{ document: documentOf(500), units: [unitOf(500, 1)] }])
    plain.close()
    expect(found()).toEqual([])

    await expect(openLockedStores(folder)).rejects.toMatchObject({ code: 'LOCKED' })
    await expect(openLockedStores(folder, { passphrase: 'not this one, sorry' })).rejects.toMatchObject({ code: 'WRONG_PASSPHRASE' })
    const locked = await openLockedStores(folder, { passphrase: PASSPHRASE })
    expect(locked.catalog.unit('d500' as DocumentId, 1)?.text).toBe(unitOf(500, 1).text)
    expect(locked.auditLog.get('answer900' as AnswerId)?.record.question).toContain('salary')
    const kept = everything(locked)

    await expect(locked.lock.turnOff('not this one, sorry')).rejects.toMatchObject({ code: 'WRONG_PASSPHRASE' })
    await locked.lock.turnOff(PASSPHRASE)
    await locked.seal()
    expect(locked.lock.status().state).toBe('off')
    expect(everything(locked)).toEqual(kept)
    locked.close()
    const open = await openLockedStores(folder)
    expect(everything(open)).toEqual(kept)
    open.close()
  })

  it('is read by a second process with the key alone', async () => {
    const stores = await openLockedStores(folder)
    await fill(stores)
    await stores.lock.turnOn(PASSPHRASE)
    await stores.seal()
    const reader = openUnitReader(join(folder, 'catalog.db'), stores.vault)
    expect([...reader.unitsOf({ documentId: 'd3' as DocumentId, sha256: 'hash3' }) ?? []].map(({ text }) => text)).toEqual([unitOf(3, 1).text, unitOf(3, 2).text])
    reader.close()
    const blind = openUnitReader(join(folder, 'catalog.db'))
    expect(() => [...blind.unitsOf({ documentId: 'd3' as DocumentId, sha256: 'hash3' }) ?? []]).toThrow(expect.objectContaining({ code: 'LOCKED' }) as Error)
    blind.close()
    stores.close()
  })

  it('tells a tampered, a truncated and a redacted log apart', async () => {
    const stores = await openLockedStores(folder)
    await fill(stores)
    await stores.lock.turnOn(PASSPHRASE)
    await stores.seal()
    stores.auditLog.redact([{ sequence: 5, note: { kind: 'note', event: 'redacted', at: '2026-01-02T00:00:00.000Z', detail: { sequence: 5, reason: 'asked for' } } }])
    stores.auditLog.append(auditRecord(901, { asked: '2026-02-01T00:00:00.000Z', text: 'the last one' }))
    expect(stores.auditLog.verify(stores.conversations.witnesses())).toMatchObject({ ok: true, redacted: 1, entries: ENTRIES + 2 })
    stores.close()

    const database = new DatabaseSync(join(folder, 'audit.db'))
    const meddle = (sql: string) => database.exec(`DROP TRIGGER IF EXISTS entries_refuse_update; DROP TRIGGER IF EXISTS entries_refuse_delete; ${sql}`)
    const verify = async () => {
      const reopened = await openLockedStores(folder, { passphrase: PASSPHRASE })
      const verification = reopened.auditLog.verify(reopened.conversations.witnesses())
      reopened.close()
      return verification
    }
    // Another entry's sealed content, put in this one's place.
    meddle('CREATE TABLE kept AS SELECT * FROM entries; UPDATE entries SET record = (SELECT record FROM kept WHERE sequence = 8) WHERE sequence = 7')
    expect(await verify()).toMatchObject({ ok: false, brokenAt: 7, reason: 'altered' })
    meddle("UPDATE entries SET record = (SELECT substr(record, 1, 40) || 'AAAA' || substr(record, 45) FROM kept WHERE sequence = 7) WHERE sequence = 7")
    expect(await verify()).toMatchObject({ ok: false, brokenAt: 7, reason: 'altered' })
    meddle('UPDATE entries SET record = (SELECT record FROM kept WHERE sequence = 7) WHERE sequence = 7; DELETE FROM entries WHERE sequence = (SELECT max(sequence) FROM entries)')
    expect(await verify()).toMatchObject({ ok: false, brokenAt: ENTRIES + 2, reason: 'truncated' })
    database.close()
  })
})

test.each(['sealing', 'opening'] as const)('killed in the middle of %s, again and again, the library reads as before and the work is done in the end', async (direction) => {
  const stores = await openLockedStores(folder)
  await fill(stores)
  const before = everything(stores)
  await stores.lock.turnOn(PASSPHRASE)
  if (direction === 'opening') {
    await stores.seal()
    await stores.lock.turnOff(PASSPHRASE)
  }
  stores.close()
  let kills = 0
  for (const steps of [1, 4, 6]) {
    const child = fork(fileURLToPath(new URL('sealAndDie.ts', import.meta.url)), [folder, PASSPHRASE], { stdio: 'inherit', execArgv: [] })
    const exited = once(child, 'exit')
    let seen = 0
    child.on('message', (message) => {
      if (message !== 'done' && ++seen === steps) kills += child.kill('SIGKILL') ? 1 : 0
    })
    await exited
    const reopened = await openLockedStores(folder, { passphrase: PASSPHRASE })
    expect(everything(reopened)).toEqual(before)
    reopened.close()
  }
  expect(kills).toBeGreaterThan(1)
  const last = await openLockedStores(folder, { passphrase: PASSPHRASE })
  await last.seal()
  expect(everything(last)).toEqual(before)
  expect(last.lock.status().state).toBe(direction === 'sealing' ? 'on' : 'off')
  last.close()
  expect(found().length === 0).toBe(direction === 'sealing')
})
