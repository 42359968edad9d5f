import type { AnswerFigures, MonitoringReport } from '../../../../src-shared/domain/monitoring.ts'

const HOUR_MS = 3_600_000
const NOW_MS = Date.parse('2024-04-02T09:30:00Z')

/** Some weeks of made-up figures: busier and slower towards the end, nothing asked at weekends. */
export function fakeMonitoring(days: number): MonitoringReport {
  const bucketMs = days <= 2 ? HOUR_MS : 24 * HOUR_MS
  const starts = Array.from({ length: Math.min(days <= 2 ? 48 : days, 90) }, (_, index) => Math.floor(NOW_MS / bucketMs) * bucketMs - index * bucketMs).reverse()
  const buckets = starts.filter((ms) => ![0, 6].includes(new Date(ms).getUTCDay())).map((fromMs, index) => ({ fromMs, ...figures(12 + (index * 7) % 9, 1 + index / 40 + ((index * 5) % 7) / 20) }))
  return {
    fromMs: starts[0] ?? NOW_MS, toMs: NOW_MS, bucketMs, buckets, total: { ...figures(buckets.reduce((sum, { answers }) => sum + answers, 0), 1.3), feedback: { useful: 61, partly: 14, wrong: 22 } },
    health: starts.map((atMs, index) => ({ atMs, indexBytes: 180e6 + index * 2.4e6, memoryBytes: 310e6 + ((index * 13) % 11) * 9e6, documents: 1204 + index, failedFiles: 3, unreadUnits: 8, ocrUnits: 96, staleChunks: 0 })),
    alerts: [{ name: 'wrongFeedbackShare', value: 22 / 97, threshold: 0.2, message: '23 % of the graded answers were called wrong.' }],
  }
}

function figures(answers: number, slowness: number): AnswerFigures {
  const notFound = Math.round(answers * 0.12 * slowness)
  const stages = { queue: 0, retrieve: 140, rerank: 0, firstToken: 310, generate: 1200, ground: 150, total: 1800 }
  return {
    answers, answered: answers - notFound, notFound, cancelled: 0, failed: 0, abstentionShare: notFound / answers, supportedShare: 1 - 0.05 * slowness, unsupportedShare: 0.012 * slowness,
    feedback: { useful: Math.round(answers / 3), partly: Math.round(slowness * 2) % 3, wrong: Math.round(slowness * 3) % 4 },
    latencyMs: Object.fromEntries(Object.entries(stages).map(([stage, ms]) => [stage, { p50: ms * slowness, p95: ms * slowness * 2.6 }])),
  }
}
