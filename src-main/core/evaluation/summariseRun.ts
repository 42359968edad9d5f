import { bootstrapMean } from './bootstrap.ts'
import { areaUnderRoc, falseAnswersAt } from './calibrationMetrics.ts'
import { FAILURE_STAGES, type EvaluationRun, type FailureStage, type Metric, type Percentiles, type QuestionResult } from './EvaluationRun.ts'
import { percentile } from './percentile.ts'

/** A run from the results of its questions: means with 95 % intervals, by type too, latencies, calibration, and failures counted by stage. */
export function summariseRun(perQuestion: readonly QuestionResult[], about: Pick<EvaluationRun, 'questionSet' | 'config'>): EvaluationRun {
  const types = [...new Set(perQuestion.flatMap(({ type }) => type ?? []))]
  const byType = Object.fromEntries(types.map((type) => [type, metricsOf(perQuestion.filter((result) => result.type === type))]))
  const failures: Partial<Record<FailureStage, number>> = {}
  for (const stage of FAILURE_STAGES) {
    const count = perQuestion.filter(({ failure }) => failure === stage).length
    if (count > 0) failures[stage] = count
  }
  const firstToken = percentilesOf(perQuestion, 'firstTokenMs')
  const total = percentilesOf(perQuestion, 'totalMs')
  const calibration = calibrationOf(perQuestion)
  return {
    version: 1, ...about, metrics: metricsOf(perQuestion),
    ...(total === undefined ? {} : { latencyMs: { total, ...(firstToken === undefined ? {} : { firstToken }) } }),
    ...(calibration === undefined ? {} : { calibration }),
    ...(types.length > 0 ? { byType } : {}), ...(Object.keys(failures).length > 0 ? { failures } : {}), perQuestion,
  }
}

function metricsOf(results: readonly QuestionResult[]): Record<string, Metric> {
  const names = [...new Set(results.flatMap(({ scores }) => Object.keys(scores)))]
  return Object.fromEntries(names.map((name) => {
    const values = results.flatMap(({ scores }) => scores[name] ?? [])
    return [name, { ...bootstrapMean(values), questions: values.length }]
  }))
}

function percentilesOf(results: readonly QuestionResult[], name: string): Percentiles | undefined {
  const values = results.flatMap(({ scores }) => scores[name] ?? [])
  return values.length === 0 ? undefined : { p50: percentile(values, 0.5), p95: percentile(values, 0.95) }
}

function calibrationOf(results: readonly QuestionResult[]): EvaluationRun['calibration'] {
  const judged = results.flatMap(({ confidence, scores }) => (confidence === undefined ? [] : [{ score: confidence, isPositive: scores['falseAnswer'] === undefined }]))
  const area = areaUnderRoc(judged)
  return Number.isNaN(area) ? undefined : { areaUnderRoc: area, falseAnswersAt10PercentRefusals: falseAnswersAt(judged, 0.1) }
}
