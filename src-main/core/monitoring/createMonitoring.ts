import type { AnswerId } from '../../../src-shared/domain/ids.ts'
import type { HealthFigures, MonitoringReport } from '../../../src-shared/domain/monitoring.ts'
import type { Settings } from '../../../src-shared/domain/settings.ts'
import type { ConversationStore } from '../ports/ConversationStore.ts'
import type { MeasurementStore } from '../ports/MeasurementStore.ts'
import type { Clock } from '../ports/SystemPorts.ts'
import type { AnswerFacts } from './AnswerFacts.ts'
import { answerFigures } from './answerFigures.ts'
import { findAlerts } from './findAlerts.ts'

export interface MonitoringDeps {
  readonly measurements: MeasurementStore
  readonly conversations: Pick<ConversationStore, 'feedback'>
  readonly thresholds: () => Settings['monitoring']
  /** A look at library and machine, now. */
  readonly health: () => Promise<HealthFigures>
  readonly clock: Clock
}

export interface Monitoring {
  /** The last `days` days in buckets of a day, or of an hour up to two days. */
  report(options?: { readonly days?: number }): MonitoringReport
  /** Keeps a look at library and machine, unless there was one in the last ten minutes. */
  look(options?: { readonly always?: boolean }): Promise<void>
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const LOOK_EVERY_MS = 10 * 60_000
/** Two years of looks and answers stay some megabytes. */
const KEEP_MS = 730 * DAY_MS

/** The local time series and what it says; see `observeAuditLog` for where answers come from. */
export function createMonitoring({ measurements, conversations, thresholds, health, clock }: MonitoringDeps): Monitoring {
  return {
    report({ days = 30 } = {}) {
      const toMs = clock.now() + 1
      const bucketMs = days <= 2 ? HOUR_MS : DAY_MS
      const fromMs = Math.floor((toMs - days * DAY_MS) / bucketMs) * bucketMs
      const answers = measurements.between('answer', fromMs, toMs).map(({ key, atMs, values }) => ({ atMs, facts: values as AnswerFacts, feedback: conversations.feedback(key as AnswerId)?.grade }))
      const byBucket = Map.groupBy(answers, ({ atMs }) => Math.floor(atMs / bucketMs) * bucketMs)
      const total = answerFigures(answers)
      const looks = measurements.between('health', fromMs, toMs).map(({ atMs, values }) => ({ atMs, ...(values as HealthFigures) }))
      return {
        fromMs, toMs, bucketMs, total, health: looks,
        buckets: [...byBucket].map(([start, inside]) => ({ fromMs: start, ...answerFigures(inside) })),
        alerts: findAlerts(total, looks.at(-1), thresholds()),
      }
    },
    async look({ always = false } = {}) {
      const atMs = clock.now()
      const newest = measurements.newest('health')
      if (!always && newest !== undefined && atMs - newest.atMs < LOOK_EVERY_MS) return
      measurements.add('health', { key: String(atMs), atMs, values: await health() })
      for (const kind of ['answer', 'health', 'repeat'] as const) measurements.prune(kind, atMs - KEEP_MS)
    },
  }
}
