import type { AnswerFigures, MonitoringReport } from '../../../src-shared/domain/monitoring.ts'
import type { TimeSeries } from '../../components/TimeChart.tsx'
import { text } from '../../text/text.ts'

/** What the charts draw, each over its own points of time (epoch milliseconds, ascending). */
export interface FigureCharts {
  readonly answerTimesMs: readonly number[]
  readonly latency: readonly TimeSeries[]
  readonly abstention: readonly TimeSeries[]
  readonly support: readonly TimeSeries[]
  readonly feedback: readonly TimeSeries[]
  readonly healthTimesMs: readonly number[]
  readonly indexBytes: readonly TimeSeries[]
  readonly memoryBytes: readonly TimeSeries[]
}

/** The report's buckets as lines. Of the many looks at the library inside a bucket the last size and the highest memory are shown. */
export function figureCharts(report: MonitoringReport, stage: string): FigureCharts {
  const buckets = [...report.buckets].sort((a, b) => a.fromMs - b.fromMs)
  const line = (name: string, colour: TimeSeries['colour'], of: (figures: AnswerFigures) => number | undefined): TimeSeries => ({ name, colour, values: buckets.map((bucket) => of(bucket) ?? null) })
  const { lines } = text.figures

  const looks = [...Map.groupBy(report.health, ({ atMs }) => Math.floor(atMs / report.bucketMs) * report.bucketMs)].sort(([a], [b]) => a - b)
  return {
    answerTimesMs: buckets.map(({ fromMs }) => fromMs),
    latency: [line(lines.half, '--accent', ({ latencyMs }) => latencyMs[stage]?.p50), line(lines.most, '--warn-line', ({ latencyMs }) => latencyMs[stage]?.p95)],
    abstention: [line(lines.abstained, '--accent', ({ abstentionShare }) => abstentionShare)],
    support: [line(lines.supported, '--accent', ({ supportedShare }) => supportedShare), line(lines.unsupported, '--bad', ({ unsupportedShare }) => unsupportedShare)],
    feedback: [line(lines.useful, '--accent', ({ feedback }) => feedback.useful), line(lines.partly, '--warn-line', ({ feedback }) => feedback.partly), line(lines.wrong, '--bad', ({ feedback }) => feedback.wrong)],
    healthTimesMs: looks.map(([fromMs]) => fromMs),
    indexBytes: [{ name: lines.index, colour: '--accent', values: looks.map(([, inside]) => inside.at(-1)?.indexBytes ?? null) }],
    memoryBytes: [{ name: lines.memory, colour: '--accent', values: looks.map(([, inside]) => Math.max(...inside.map(({ memoryBytes }) => memoryBytes))) }],
  }
}
