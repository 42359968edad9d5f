import { expect, it } from 'vitest'
import type { AnswerFigures, HealthFigures, MonitoringReport } from '../../../src-shared/domain/monitoring.ts'
import { figureCharts } from '../../../src-renderer/features/audit/figureCharts.ts'

const HOUR_MS = 3_600_000
const quiet: AnswerFigures = { answers: 1, answered: 0, notFound: 0, cancelled: 1, failed: 0, feedback: { useful: 0, partly: 0, wrong: 0 }, latencyMs: {} }
const busy: AnswerFigures = { ...quiet, abstentionShare: 0.25, supportedShare: 0.9, unsupportedShare: 0.02, feedback: { useful: 3, partly: 2, wrong: 1 }, latencyMs: { total: { p50: 800, p95: 2400 }, retrieve: { p50: 90, p95: 200 } } }
const look = (atMs: number, indexBytes: number, memoryBytes: number) => ({ atMs, indexBytes, memoryBytes }) as HealthFigures & { atMs: number }
const report: MonitoringReport = {
  fromMs: 0, toMs: 4 * HOUR_MS, bucketMs: HOUR_MS, total: busy, alerts: [],
  // Out of order, as a grouping may leave them: the chart library draws nonsense unless times ascend.
  buckets: [{ fromMs: 3 * HOUR_MS, ...busy }, { fromMs: HOUR_MS, ...quiet }],
  health: [look(10, 100, 70), look(20, 120, 50), look(HOUR_MS + 5, 130, 60)],
}

it('draws every bucket in order, with a gap where nothing could be counted rather than a zero', () => {
  const charts = figureCharts(report, 'total')
  expect(charts.answerTimesMs).toEqual([HOUR_MS, 3 * HOUR_MS])
  expect(charts.latency.map(({ values }) => values)).toEqual([[null, 800], [null, 2400]])
  expect(charts.abstention.map(({ values }) => values)).toEqual([[null, 0.25]])
  expect(charts.support.map(({ values }) => values)).toEqual([[null, 0.9], [null, 0.02]])
  expect(charts.feedback.map(({ values }) => values)).toEqual([[0, 3], [0, 2], [0, 1]])
})

it('shows the stage that was chosen', () => {
  expect(figureCharts(report, 'retrieve').latency.map(({ values }) => values[1])).toEqual([90, 200])
})

it('keeps the last size and the highest memory of many looks in one bucket', () => {
  const charts = figureCharts(report, 'total')
  expect([charts.healthTimesMs, charts.indexBytes[0]?.values, charts.memoryBytes[0]?.values]).toEqual([[0, HOUR_MS], [120, 130], [70, 60]])
})
