import type { AnswerFigures, MonitoringReport } from '../../../../src-shared/domain/monitoring.ts'
import type { Command } from '../Command.ts'
import { wholeNumber } from '../wrongUsage.ts'

export const command: Command = {
  options: { days: { type: 'string' } },
  async run({ options, output, openEngine }) {
    const days = wholeNumber('monitor', '--days', options['days'], { min: 1, max: 730 })
    const report = (await openEngine({ readOnly: true })).monitoring.report(days === undefined ? {} : { days })
    output.result(report, () => describe(report))
    return undefined
  },
}

function describe({ total, buckets, bucketMs, health, alerts }: MonitoringReport): string {
  const last = health.at(-1)
  return [
    describeFigures('All', total),
    ...buckets.map((bucket) => describeFigures(new Date(bucket.fromMs).toISOString().slice(0, bucketMs < 86_400_000 ? 16 : 10), bucket)),
    ...(last === undefined ? [] : [`Library: ${last.documents} documents, ${last.failedFiles} failed, ${last.unreadUnits} pages unread, ${Math.round(last.indexBytes / 1024 ** 2)} MB on disk; memory ${Math.round(last.memoryBytes / 1024 ** 2)} MB`]),
    ...alerts.map(({ message }) => `ALERT  ${message}`),
  ].join('\n')
}

function describeFigures(name: string, { answers, answered, notFound, failed, latencyMs, unsupportedShare, feedback }: AnswerFigures): string {
  const total = latencyMs['total']
  return `${name.padEnd(16)}  ${answers} questions: ${answered} answered, ${notFound} not found, ${failed} failed${total === undefined ? '' : `; p50 ${Math.round(total.p50)} ms, p95 ${Math.round(total.p95)} ms`}${unsupportedShare === undefined ? '' : `; ${(unsupportedShare * 100).toFixed(1)} % of sentences unsupported`}; useful ${feedback.useful}, partly ${feedback.partly}, wrong ${feedback.wrong}`
}
