import type { Answer } from '../../../src-shared/domain/answer.ts'
import type { AuditEntry } from '../../../src-shared/domain/audit.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { StoredQuestion } from '../ports/QuestionStore.ts'
import type { AnswerRequest } from './Answering.ts'

/** A question that took the process with it this often is not begun again. */
const CRASHES_ALLOWED = 3

export type Recovery =
  /** Answered and with its thread: only the row was left. */
  | { readonly kind: 'done' }
  /** Its answer is in the audit log and missing from its thread: the process ended between the two. */
  | { readonly kind: 'adopt'; readonly answer: Answer }
  | { readonly kind: 'continue'; readonly request: AnswerRequest }

/** What becomes of a question that a dead process left, so that it is answered once and recorded once. Pure. */
export function recoverQuestion(question: StoredQuestion, answer: Answer | undefined, entry: AuditEntry | undefined): Recovery {
  if (answer !== undefined) return { kind: 'done' }
  if (entry !== undefined) return { kind: 'adopt', answer: { ...entry.record.answer, audit: { sequence: entry.sequence, hash: entry.hash } } }
  if (question.attempt < CRASHES_ALLOWED) return { kind: 'continue', request: question.request }
  return { kind: 'continue', request: { ...question.request, refusal: new AppError('INTERNAL', 'Footnote ended several times while it answered this question.').toData() } }
}
