import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openCatalog, type OpenedCatalog } from '../../src-main/adapters/sqlite/openCatalog.ts'
import { openSqliteAuditLog } from '../../src-main/adapters/sqlite/SqliteAuditLog.ts'
import { createMonitoring } from '../../src-main/core/monitoring/createMonitoring.ts'
import { observeAuditLog } from '../../src-main/core/monitoring/observeAuditLog.ts'
import type { AuditLog } from '../../src-main/core/ports/AuditLog.ts'
import type { AuditRecord } from '../../src-shared/domain/audit.ts'
import type { AnswerId } from '../../src-shared/domain/ids.ts'
import { DEFAULT_SETTINGS } from '../../src-shared/domain/settings.ts'
import { auditRecord } from '../fixtures/auditRecord.ts'
import { seededRandom } from '../../src-main/core/evaluation/seededRandom.ts'

let folder: string
let stored: AuditLog
let opened: OpenedCatalog
const NOW = Date.parse('2026-11-21T12:00:00Z')
const clock = { now: () => NOW, monotonic: () => 0 }
const HEALTH = { indexBytes: 1000, memoryBytes: 5e8, documents: 20, failedFiles: 4, unreadUnits: 3, ocrUnits: 7, staleChunks: 0 }

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'footnote-monitor-'))
  stored = openSqliteAuditLog(join(folder, 'audit.db'))
  opened = openCatalog(join(folder, 'catalog.db'))
})

afterEach(() => {
  stored.close()
  opened.catalog.close()
  rmSync(folder, { recursive: true, force: true })
})

function makeRecords(): AuditRecord[] {
  const random = seededRandom(7)
  return Array.from({ length: 60 }, (_, n) => auditRecord(n + 1, {
    asked: new Date(NOW - (60 - n) * 6 * 3_600_000).toISOString(), text: `t${n}`,
    answer: {
      status: n % 5 === 0 ? 'not_found' : n % 17 === 0 ? 'failed' : 'answered',
      timingsMs: { queue: 0, retrieve: random() * 100, rerank: 0, firstToken: random() * 200, generate: 0, ground: random() * 50, total: random() * 1000 },
      sentences: [{ text: 'a', citations: [1], verdict: n % 4 === 0 ? 'unsupported' : 'supported', score: 1 }],
    },
  }))
}

const monitoring = () => createMonitoring({ measurements: opened.measurements, conversations: opened.conversations, thresholds: () => DEFAULT_SETTINGS.monitoring, health: async () => HEALTH, clock })

test('the dashboard’s figures are those that the log itself gives', () => {
  const log = observeAuditLog(stored, opened.measurements)
  for (const record of makeRecords()) log.append(record)
  opened.conversations.saveFeedback({ answerId: 'answer58' as AnswerId, grade: 'wrong', given: '' })
  const { total, buckets } = monitoring().report({ days: 30 })

  // Straight from the log, by other means than the product's.
  const answers = stored.list({ limit: 1000 }).flatMap(({ sequence }) => stored.get(sequence)?.record.answer ?? [])
  const sorted = answers.map(({ timingsMs }) => timingsMs.total).sort((a, b) => a - b)
  expect(total.answers).toBe(answers.length)
  expect(total.latencyMs['total']).toEqual({ p50: sorted[29], p95: sorted[56] })
  const [answered, notFound] = ['answered', 'not_found'].map((status) => answers.filter((answer) => answer.status === status).length) as [number, number]
  expect(total.abstentionShare).toBe(notFound / (answered + notFound))
  expect(total.unsupportedShare).toBe(answers.flatMap(({ sentences }) => sentences).filter(({ verdict }) => verdict === 'unsupported').length / answers.length)
  expect(total.feedback).toEqual({ useful: 0, partly: 0, wrong: 1 })
  expect(buckets.reduce((sum, bucket) => sum + bucket.answers, 0)).toBe(answers.length)
  const day = Date.parse('2026-11-15T00:00:00Z')
  expect(buckets.find(({ fromMs }) => fromMs === day)?.answers).toBe(answers.filter(({ asked }) => asked?.startsWith('2026-11-15')).length)
})

test('answers that were logged while nobody counted are taken in', () => {
  const records = makeRecords()
  const log = observeAuditLog(stored, opened.measurements)
  for (const record of records.slice(0, 20)) log.append(record)
  for (const record of records.slice(20)) stored.append(record)
  observeAuditLog(stored, opened.measurements)
  expect(monitoring().report({ days: 30 }).total.answers).toBe(60)
})

test('what passes its threshold is told once there are enough answers, and only then', async () => {
  const log = observeAuditLog(stored, opened.measurements)
  const records = makeRecords()
  for (const record of records.slice(0, 5)) log.append(record)
  expect(monitoring().report({ days: 30 }).alerts).toEqual([])
  for (const record of records.slice(5)) log.append(record)
  await monitoring().look()
  await monitoring().look()
  const report = monitoring().report({ days: 30 })
  expect(report.health).toEqual([{ atMs: NOW, ...HEALTH }])
  expect(report.alerts.map(({ name }) => name)).toEqual(['unsupportedShare', 'failedFileShare'])
})
