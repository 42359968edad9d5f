import { containsAnswer } from './answerMetrics.ts'
import type { EvaluationQuestion } from './EvaluationQuestion.ts'
import type { FailureStage } from './EvaluationRun.ts'
import { holdsEvidence, type Scores } from './scoreRetrieval.ts'

/** What the library holds of a question's right documents, read only when the question failed. */
export interface ReadTexts {
  /** Whether any right document is in the library; true where the set names none. */
  readonly isThere: boolean
  /** Stored texts of the right documents' units. */
  readonly units: readonly string[]
  /** Texts of their chunks; undefined where not all could be had. */
  readonly chunks: readonly string[] | undefined
}

/** Whether an answer was wrong; undefined when it cannot be judged. */
export function isWrong(question: EvaluationQuestion, scores: Scores): boolean {
  if (!question.answerable) return scores['falseAnswer'] === 1
  const rightness = scores['contained'] ?? scores['citationPrecision'] ?? (scores['answered'] === 0 ? 0 : undefined)
  return rightness === 0
}

/** A reference longer than this is a reworded answer: that it stands nowhere word for word proves nothing. */
const LITERAL_CHARS = 60

/** The first stage at which a wrong answer went wrong. Call it for wrong answers only. */
export function failureStage(question: EvaluationQuestion, scores: Scores, { isThere, units, chunks }: ReadTexts): FailureStage {
  if (!question.answerable) return 'wronglyAnswered'
  if (!isThere) return 'notRead'
  const isRetrieved = scores['answer@10'] ?? scores['page@10'] ?? scores['doc@10'] ?? 1
  if (isRetrieved === 0) {
    const holds = findable(question)
    if (holds !== undefined && units.length > 0 && !units.some(holds)) return 'notRead'
    if (holds !== undefined && chunks !== undefined && chunks.length > 0 && !chunks.some(holds)) return 'notInChunk'
    return 'notRetrieved'
  }
  if (scores['answered'] === 0) return 'wronglyRefused'
  return (scores['citationPrecision'] ?? 0) === 0 ? 'notSelected' : 'badlyAnswered'
}

/** What must stand in a text that answers the question; undefined when nothing is known literally. */
function findable({ answers, evidence }: EvaluationQuestion): ((text: string) => boolean) | undefined {
  const literal = answers.filter((answer) => answer.length <= LITERAL_CHARS)
  if (literal.length > 0) return (text) => containsAnswer(text, literal) === 1
  const passages = evidence.flatMap(({ text }) => text ?? [])
  return passages.length === 0 ? undefined : (text) => passages.some((passage) => holdsEvidence(text, passage))
}
