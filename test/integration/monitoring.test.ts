import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openCatalog, type OpenedCatalog } from '../../src-main/adapters/sqlite/openCatalog.ts'
import { openSqliteAuditLog } from '../../src-main/adapters/sqlite/SqliteAuditLog.ts'
import { createMonitoring } from '../../src-main/core/monitoring/createMonitoring.ts'
import { observeAuditLog } from '../../src-main/core/monitoring/observeAuditLog.ts'
import type { AuditLog } from '../../src-main/core/ports/AuditLog.ts'
import { openSettings } from '../../src-main/core/settings/SettingsStore.ts'
import type { AuditRecord } from '../../src-shared/domain/audit.ts'
import type { AnswerId } from '../../src-shared/domain/ids.ts'
import type { AlertThresholds, AnswerFigures, MonitoringReport } from '../../src-shared/domain/monitoring.ts'
import { DEFAULT_SETTINGS } from '../../src-shared/domain/settings.ts'
import { auditRecord } from '../fixtures/auditRecord.ts'
import type { Engine } from '../../src-main/core/Engine.ts'
import { runCli } from '../../src-main/hosts/cli/runCli.ts'
import { engineHandlers } from '../../src-main/rpc/engineHandlers.ts'
import { createFakeEngine } from '../contract/fakeEngine.ts'
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
      status: n % 5 === 0 ? 'not_found' : n % 17 === 3 ? 'failed' : n % 29 === 0 ? 'cancelled' : 'answered',
      timingsMs: { queue: random() * 9, retrieve: random() * 100, rerank: random() * 30, firstToken: random() * 200, generate: random() * 500, ground: random() * 50, total: random() * 1000 },
      ...(n % 13 === 0 ? { repeats: 'answer1' as AnswerId } : {}),
      sentences: [{ text: 'a', citations: [1], verdict: n % 4 === 0 ? 'unsupported' : n % 7 === 0 ? 'weak' : 'supported', score: 1 }],
    },
  }))
}

let thresholds: AlertThresholds = DEFAULT_SETTINGS.monitoring
const monitoring = () => createMonitoring({ measurements: opened.measurements, conversations: opened.conversations, thresholds: () => thresholds, health: async () => HEALTH, clock })

/** What the command line prints and what the window gets are one value. */
async function shown(days: number): Promise<MonitoringReport> {
  let out = ''
  const engine = { ...createFakeEngine(), monitoring: monitoring() } as unknown as Engine
  await runCli(['monitor', '--days', String(days), '--json'], {
    stdout: { write: (text, done) => { out += text; done?.(); return true } }, stderr: { write: (_, done) => { done?.(); return true } }, signal: new AbortController().signal, openEngine: () => Promise.resolve(engine),
  })
  expect(await engineHandlers(engine)['monitoring.report']({ days }, undefined)).toEqual(JSON.parse(out))
  return JSON.parse(out) as MonitoringReport
}

/** The smallest value that the share of all does not exceed, counted out. */
function counted(values: readonly number[], share: number): number | undefined {
  return values.toSorted((a, b) => a - b).find((value) => values.filter((other) => other <= value).length >= share * values.length)
}

test('every figure of the dashboard is what the raw log itself gives, as a whole and day by day', async () => {
  const log = observeAuditLog(stored, opened.measurements)
  for (const record of makeRecords()) log.append(record)
  const graded = { answer3: 'useful', answer4: 'useful', answer9: 'partly', answer58: 'wrong' } as const
  for (const [answerId, grade] of Object.entries(graded)) opened.conversations.saveFeedback({ answerId: answerId as AnswerId, grade, given: '' })
  const report = await shown(30)

  // From the stored rows alone, by other means than the product's.
  const records = [...stored.stored()].map(({ content }) => JSON.parse(content) as AuditRecord)
  const check = (figures: AnswerFigures, members: readonly AuditRecord[]) => {
    const answers = members.map(({ answer }) => answer)
    const having = (status: string) => answers.filter((answer) => answer.status === status).length
    const sentences = answers.flatMap((answer) => answer.sentences)
    const verdicts = (verdict: string) => sentences.filter((sentence) => sentence.verdict === verdict).length / sentences.length
    expect({ answers: figures.answers, answered: figures.answered, notFound: figures.notFound, failed: figures.failed, cancelled: figures.cancelled })
      .toEqual({ answers: answers.length, answered: having('answered'), notFound: having('not_found'), failed: having('failed'), cancelled: having('cancelled') })
    expect(figures.abstentionShare).toBe(having('answered') + having('not_found') === 0 ? undefined : having('not_found') / (having('answered') + having('not_found')))
    expect(figures.unsupportedShare).toBe(verdicts('unsupported'))
    expect(figures.supportedShare).toBeCloseTo(verdicts('supported'), 12)
    const computed = answers.filter((answer) => answer.repeats === undefined)
    for (const stage of ['queue', 'retrieve', 'rerank', 'firstToken', 'generate', 'ground', 'total'] as const) {
      const times = computed.map(({ timingsMs }) => timingsMs[stage])
      expect(figures.latencyMs[stage], stage).toEqual(times.length === 0 ? undefined : { p50: counted(times, 0.5), p95: counted(times, 0.95) })
    }
    const feedback = { useful: 0, partly: 0, wrong: 0 }
    for (const { answerId } of members) if (answerId in graded) feedback[graded[answerId as keyof typeof graded]]++
    expect(figures.feedback).toEqual(feedback)
  }
  check(report.total, records)
  expect(report.total.failed).toBeGreaterThan(0)
  expect(report.buckets.length).toBeGreaterThan(10)
  for (const bucket of report.buckets) check(bucket, records.filter(({ asked }) => Math.floor(Date.parse(asked) / 86_400_000) * 86_400_000 === bucket.fromMs))
  expect(report.buckets.reduce((sum, bucket) => sum + bucket.answers, 0)).toBe(records.length)
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

  // A person sets them: `settings set monitoring.…`, or the form of the dashboard.
  const set = openSettings({ read: () => undefined, readBackup: () => undefined, write: () => undefined })
  const engine = { ...createFakeEngine(), settings: set } as unknown as Engine
  const quiet = { write: (_: string, done?: () => void) => { done?.(); return true } }
  const settings = (...args: string[]) => runCli(['settings', 'set', ...args, '--json'], { stdout: quiet, stderr: quiet, signal: new AbortController().signal, openEngine: () => Promise.resolve(engine) })
  expect(await settings('monitoring.unsupportedShare=0.9', 'monitoring.failedFileShare=1', 'monitoring.answerP95Ms=1')).toBe(0)
  thresholds = set.get().monitoring
  expect(monitoring().report({ days: 30 }).alerts).toMatchObject([{ name: 'answerP95Ms', threshold: 1 }])
  thresholds = DEFAULT_SETTINGS.monitoring
  for (const bad of ['monitoring.unsupportedShare=2', 'monitoring.unknown=1', 'monitoring.answerP95Ms', 'models.embedding=x']) expect(await settings(bad), bad).toBe(2)
})
