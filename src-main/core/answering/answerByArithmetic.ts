import { computeChange } from './computeChange.ts'
import { takeComputed, type Course } from './Course.ts'

/** Both operands stand in one row under the names that the question gives them; what remains open is whether that row is the one meant. */
const ARITHMETIC_CONFIDENCE = 0.9

/** Answers a question for a change between two periods by computing it from the passages. True when the course now holds that answer. */
export function answerByArithmetic(course: Course): boolean {
  const { retrieval, passages } = course
  const change = retrieval === undefined ? null : computeChange(retrieval.query, passages)
  if (change === null) return false
  takeComputed(course, { confidence: ARITHMETIC_CONFIDENCE, computation: change.computation, parts: [change.part] })
  return true
}
