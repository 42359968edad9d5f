import type { Alert, AlertThresholds, AnswerFigures, HealthFigures } from '../../../src-shared/domain/monitoring.ts'

/** Below this many answers a share says nothing. */
const ENOUGH_ANSWERS = 10

/** What is above its threshold, in words. */
export function findAlerts(figures: AnswerFigures, health: HealthFigures | undefined, thresholds: AlertThresholds): Alert[] {
  const { useful, partly, wrong } = figures.feedback
  const graded = useful + partly + wrong
  const isEnough = figures.answers >= ENOUGH_ANSWERS
  const percent = (value: number) => `${Math.round(value * 100)} %`
  const seconds = (value: number) => `${(value / 1000).toFixed(1)} s`
  const gigabytes = (value: number) => `${(value / 1e9).toFixed(2)} GB`
  const looked: [keyof AlertThresholds, number | undefined, (value: number) => string][] = [
    ['answerP95Ms', isEnough ? figures.latencyMs['total']?.p95 : undefined, (value) => `One answer in twenty takes longer than ${seconds(value)}.`],
    ['abstentionShare', isEnough ? figures.abstentionShare : undefined, (value) => `${percent(value)} of the questions were not answered.`],
    ['unsupportedShare', isEnough ? figures.unsupportedShare : undefined, (value) => `${percent(value)} of the sentences were shown without support.`],
    ['wrongFeedbackShare', graded >= ENOUGH_ANSWERS ? wrong / graded : undefined, (value) => `${percent(value)} of the graded answers were called wrong.`],
    ['failedFileShare', health === undefined || health.documents === 0 ? undefined : health.failedFiles / health.documents, (value) => `${percent(value)} of the files could not be read.`],
    ['memoryBytes', health?.memoryBytes, (value) => `Footnote's main process holds ${gigabytes(value)}.`],
  ]
  return looked.flatMap(([name, value, say]) => (value !== undefined && value > thresholds[name] ? [{ name, value, threshold: thresholds[name], message: say(value) }] : []))
}
