import type { AnswerGrade, AnswerStatus } from '../../../src-shared/domain/answer.ts'
import type { Interval } from './bootstrap.ts'
import type { Scores } from './scoreRetrieval.ts'

/**
 * Where a wrong answer went wrong, from the first stage to the last. `notRead`: no right document is in the library, or its text was not read; `notInChunk`: the text is there and
 * stands whole in no chunk.
 */
export const FAILURE_STAGES = ['notRead', 'notInChunk', 'notRetrieved', 'notSelected', 'badlyAnswered', 'wronglyRefused', 'wronglyAnswered'] as const
export type FailureStage = (typeof FAILURE_STAGES)[number]

export interface QuestionResult {
  readonly id: string
  readonly type?: string
  readonly scores: Scores
  readonly failure?: FailureStage
  /** What the answer was; absent where only retrieval was measured. */
  readonly status?: AnswerStatus
  readonly grade?: AnswerGrade
  readonly confidence?: number
}

export interface Percentiles {
  readonly p50: number
  readonly p95: number
}

export type Metric = Interval & { readonly questions: number }

/** One measured run: plain data, saved by name and compared later. */
export interface EvaluationRun {
  readonly version: 1
  readonly questionSet: { readonly sha256: string; readonly questions: number }
  /** Everything that decides answers: configuration with its fingerprint, models with their hashes, the library's size. */
  readonly config: Readonly<Record<string, unknown>>
  readonly metrics: Readonly<Record<string, Metric>>
  /** Of whole answers, in milliseconds. */
  readonly latencyMs?: { readonly firstToken?: Percentiles; readonly total?: Percentiles }
  /** How well the confidence tells answerable from unanswerable; only where a set has both. */
  readonly calibration?: { readonly areaUnderRoc: number; readonly falseAnswersAt10PercentRefusals: number }
  readonly byType?: Readonly<Record<string, Readonly<Record<string, Metric>>>>
  /** Count by stage; the questions stand in `perQuestion`. */
  readonly failures?: Readonly<Partial<Record<FailureStage, number>>>
  readonly perQuestion: readonly QuestionResult[]
}
