import type { EvaluationQuestion } from '../../src-main/core/evaluation/EvaluationQuestion.ts'
import type { ParsedUnit } from '../../src-shared/domain/unit.ts'

/** A document of a set, read already. `name` is what questions call it. */
export interface EvaluationDocument {
  readonly name: string
  readonly title?: string
  readonly author?: string
  readonly created?: string
  readonly language?: string
  readonly units: readonly ParsedUnit[]
}

export interface EvaluationSet {
  readonly name: string
  readonly documents: readonly EvaluationDocument[]
  readonly questions: readonly EvaluationQuestion[]
  /** Texts are short and judged whole: one chunk a document. */
  readonly isWhole?: boolean
}
