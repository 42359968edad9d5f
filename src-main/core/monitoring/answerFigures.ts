import type { AnswerFigures, StagePercentiles } from '../../../src-shared/domain/monitoring.ts'
import { percentile } from '../evaluation/percentile.ts'
import type { FeedbackGrade } from '../ports/ConversationStore.ts'
import type { AnswerFacts } from './AnswerFacts.ts'

const STAGES = ['queue', 'retrieve', 'rerank', 'firstToken', 'generate', 'ground', 'total'] as const

/** Figures of some answers; percentiles by nearest rank, over answers that were not repeated from the log. */
export function answerFigures(answers: readonly { readonly facts: AnswerFacts; readonly feedback: FeedbackGrade | undefined }[]): AnswerFigures {
  const count = (status: AnswerFacts['status']) => answers.filter(({ facts }) => facts.status === status).length
  const sum = (of: (facts: AnswerFacts) => number) => answers.reduce((total, { facts }) => total + of(facts), 0)
  const grades = (grade: FeedbackGrade) => answers.filter(({ feedback }) => feedback === grade).length
  const [answered, notFound, sentences] = [count('answered'), count('not_found'), sum((facts) => facts.sentences)]
  const computed = answers.filter(({ facts }) => !facts.isCached)
  const latencyMs: Record<string, StagePercentiles> = {}
  if (computed.length > 0) for (const stage of STAGES) {
    const values = computed.map(({ facts }) => facts.timingsMs[stage])
    latencyMs[stage] = { p50: percentile(values, 0.5), p95: percentile(values, 0.95) }
  }
  return {
    answers: answers.length, answered, notFound, cancelled: count('cancelled'), failed: count('failed'),
    ...(answered + notFound > 0 ? { abstentionShare: notFound / (answered + notFound) } : {}),
    ...(sentences > 0 ? { unsupportedShare: sum((facts) => facts.unsupported) / sentences, supportedShare: sum((facts) => facts.sentences - facts.unsupported - facts.weak) / sentences } : {}),
    feedback: { useful: grades('useful'), partly: grades('partly'), wrong: grades('wrong') }, latencyMs,
  }
}
