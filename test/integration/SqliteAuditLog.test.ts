import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSqliteAuditLog } from '../../src-main/adapters/sqlite/SqliteAuditLog.ts'
import type { AuditLog } from '../../src-main/core/ports/AuditLog.ts'
import type { AuditRecord } from '../../src-shared/domain/audit.ts'
import type { AnswerId } from '../../src-shared/domain/ids.ts'

let folder: string
let path: string
let log: AuditLog

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'footnote-audit-'))
  path = join(folder, 'audit.db')
  log = openSqliteAuditLog(path)
})

afterEach(() => {
  log.close()
  rmSync(folder, { recursive: true, force: true })
})

function record(n: number): AuditRecord {
  const config = { fingerprint: 'f' }
  return {
    kind: 'answer', answerId: `answer${n}` as AnswerId, asked: '2026-11-21T10:00:00.000Z', question: `Question ${n}: größer?`, filter: {}, analysis: {},
    candidates: [], context: [{ documentId: 'd', path: '/a.pdf', sha256: 's', unit: 1, charStart: 0, charEnd: 4, text: 'ünït' }],
    prompt: null, rawOutput: null, model: null, embedding: { model: 'm', fingerprint: 'e' }, config,
    answer: {
      answerId: `answer${n}` as AnswerId, question: `Question ${n}: größer?`, status: 'answered', grade: 'found', confidence: 0.9, mode: 'evidence', text: 'T [1]',
      sentences: [], citations: [], passages: [], warnings: [], model: null, config,
      timingsMs: { queue: 0, retrieve: 1.5, rerank: 0, firstToken: 0, generate: 0, ground: 0, total: 2 }, usage: { promptTokens: 0, completionTokens: 0 },
    },
  }
}

/** What someone with the file and a database tool can do: drop the triggers, then anything. */
function tamper(statement: string): void {
  log.close()
  const database = new DatabaseSync(path)
  database.exec('DROP TRIGGER entries_refuse_update; DROP TRIGGER entries_refuse_delete;')
  database.exec(statement)
  database.close()
  log = openSqliteAuditLog(path)
}

test('entries come back as they were written, also after reopening', () => {
  const first = log.append(record(1))
  const second = log.append(record(2))
  log.close()
  log = openSqliteAuditLog(path)
  expect(log.get(2)).toEqual({ sequence: 2, previousHash: first.hash, hash: second.hash, record: record(2) })
  expect(log.get('answer1' as AnswerId)?.record).toEqual(record(1))
  expect(log.get('nothing' as AnswerId)).toBeUndefined()
  expect(log.count()).toBe(2)
  expect(log.verify([first, second])).toEqual({ entries: 2, ok: true, head: second.hash })
})

test('the list is newest first, limited, and goes on from where it stopped', () => {
  for (let n = 1; n <= 5; n++) log.append(record(n))
  expect(log.list({ limit: 2 }).map((entry) => entry.sequence)).toEqual([5, 4])
  expect(log.list({ limit: 2, before: 4 })).toMatchObject([{ sequence: 3, answerId: 'answer3', question: 'Question 3: größer?', status: 'answered', grade: 'found' }, { sequence: 2 }])
})

test('the store itself refuses to change or delete an entry', () => {
  log.append(record(1))
  const database = new DatabaseSync(path)
  expect(() => database.exec("UPDATE entries SET record = '{}'")).toThrow(/append-only/)
  expect(() => database.exec('DELETE FROM entries')).toThrow(/append-only/)
  expect(() => database.exec('INSERT OR REPLACE INTO entries (sequence, previous_hash, content_hash, hash, record) VALUES (1, \'\', \'\', \'\', \'{}\')')).toThrow(/append-only|UNIQUE/)
  database.close()
  expect(log.verify().ok).toBe(true)
})

test('one changed byte of an old entry is found and the entry is named', () => {
  for (let n = 1; n <= 4; n++) log.append(record(n))
  tamper("UPDATE entries SET record = replace(record, 'Question 2', 'Question 3') WHERE sequence = 2")
  expect(log.verify()).toMatchObject({ entries: 4, ok: false, brokenAt: 2, reason: 'altered' })
})

test('a byte that leaves neither JSON nor UTF-8 is found too, and the list still opens', () => {
  for (let n = 1; n <= 3; n++) log.append(record(n))
  tamper("UPDATE entries SET record = CAST(x'ff' || substr(CAST(record AS BLOB), 2) AS TEXT) WHERE sequence = 1")
  expect(log.verify()).toMatchObject({ ok: false, brokenAt: 1, reason: 'altered' })
  expect(log.list().map((entry) => entry.sequence)).toEqual([3, 2, 1])
  expect(() => log.get(1)).toThrow(expect.objectContaining({ code: 'CHAIN_BROKEN' }))
})

test('a removed entry and a cut-off tail are told apart, also when questions go on afterwards', () => {
  for (let n = 1; n <= 4; n++) log.append(record(n))
  tamper('DELETE FROM entries WHERE sequence >= 3')
  expect(log.verify()).toMatchObject({ entries: 2, ok: false, brokenAt: 3, reason: 'truncated' })
  log.append(record(5))
  expect(log.verify()).toMatchObject({ entries: 3, ok: false, brokenAt: 3, reason: 'missing' })
})

test('a log that was opened read-only verifies and cannot be written', () => {
  log.append(record(1))
  const reader = openSqliteAuditLog(path, { readOnly: true })
  expect(reader.verify().ok).toBe(true)
  expect(() => reader.append(record(2))).toThrow()
  reader.close()
})

/** The schemas of before the versions, as they were released: at first no entry could be emptied. */
const UNVERSIONED = [
  "CREATE TRIGGER IF NOT EXISTS entries_refuse_update BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;",
  `DROP TRIGGER IF EXISTS entries_refuse_update;
  CREATE TRIGGER entries_refuse_update BEFORE UPDATE ON entries
    WHEN NOT (NEW.record = '' AND NEW.sequence = OLD.sequence AND NEW.previous_hash = OLD.previous_hash AND NEW.content_hash = OLD.content_hash AND NEW.hash = OLD.hash) BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;`,
].map((update) => `
  CREATE TABLE IF NOT EXISTS entries (
    sequence      INTEGER PRIMARY KEY AUTOINCREMENT,
    previous_hash TEXT NOT NULL,
    content_hash  TEXT NOT NULL,
    hash          TEXT NOT NULL,
    record        TEXT NOT NULL,
    answer_id     TEXT GENERATED ALWAYS AS (CASE WHEN json_valid(record) THEN record ->> '$.answerId' END) VIRTUAL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS entries_by_answer ON entries (answer_id);
  ${update}
  CREATE TRIGGER IF NOT EXISTS entries_refuse_delete BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
`)

test.each(UNVERSIONED)('a log of before the versions is brought to the newest with its chain (%#)', (schema) => {
  const entries = [log.append(record(1)), log.append(record(2))]
  const older = join(folder, 'older.db')
  const database = new DatabaseSync(older)
  database.exec(schema)
  const insert = database.prepare('INSERT INTO entries (sequence, previous_hash, content_hash, hash, record) VALUES (?, ?, ?, ?, ?)')
  for (const { sequence, previousHash, contentHash, hash, content } of log.stored()) insert.run(sequence, previousHash, contentHash, hash, content)
  database.close()

  const opened = openSqliteAuditLog(older)
  expect(opened.verify(entries)).toEqual({ entries: 2, ok: true, head: entries[1]?.hash })
  expect(opened.get('answer1' as AnswerId)?.record).toEqual(record(1))
  expect(opened.append(record(3)).sequence).toBe(3)
  opened.redact([{ sequence: 1, note: { kind: 'note', event: 'redacted', at: '2026-11-21T10:00:00.000Z', detail: { sequence: 1, reason: 'asked for' } } }])
  expect(opened.get('answer1' as AnswerId)).toBeUndefined()
  opened.close()
  const after = new DatabaseSync(older)
  expect(after.prepare('PRAGMA user_version').get()).toEqual({ user_version: 1 })
  after.close()
})

test('a log of a newer version is read and verified, and not written to', () => {
  const entry = log.append(record(1))
  log.close()
  const newer = new DatabaseSync(path)
  newer.exec('ALTER TABLE entries ADD COLUMN mood TEXT; PRAGMA user_version = 999')
  newer.close()
  expect(() => openSqliteAuditLog(path)).toThrow(expect.objectContaining({ code: 'NEWER_LIBRARY' }))
  log = openSqliteAuditLog(path, { readOnly: true })
  expect(log.verify([entry])).toEqual({ entries: 1, ok: true, head: entry.hash })
  expect(() => log.append(record(2))).toThrow()
})
