import type { Interval } from './bootstrap.ts'
import type { Scores } from './scoreRetrieval.ts'

/** Where a wrong answer went wrong, from the first stage to the last. */
export type FailureStage = 'notRead' | 'notRetrieved' | 'notSelected' | 'badlyAnswered' | 'wronglyRefused' | 'wronglyAnswered'

export interface QuestionResult {
  readonly id: string
  readonly type?: string
  readonly scores: Scores
  readonly failure?: FailureStage
}

/** One measured run: plain data, saved by name and compared later. */
export interface EvaluationRun {
  readonly version: 1
  readonly questionSet: { readonly sha256: string; readonly questions: number }
  /** Everything that decides answers: retrieval and answering configuration, models with their hashes. */
  readonly config: Readonly<Record<string, unknown>>
  readonly metrics: Readonly<Record<string, Interval & { readonly questions: number }>>
  readonly byType?: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly failures?: Readonly<Partial<Record<FailureStage, number>>>
  readonly perQuestion: readonly QuestionResult[]
}
