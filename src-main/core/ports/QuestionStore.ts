import type { AnswerId, ThreadId } from '../../../src-shared/domain/ids.ts'
import type { QuestionStage } from '../../../src-shared/domain/question.ts'
import type { AnswerRequest } from '../answering/Answering.ts'
import type { SavedCourse } from '../answering/SavedCourse.ts'

/** A question that was taken in and is not answered yet. Its row ends when its answer is in the audit log and with its thread. */
export interface StoredQuestion {
  readonly answerId: AnswerId
  readonly threadId: ThreadId
  readonly request: AnswerRequest
  readonly submittedMs: number
  /** How often it was begun; a question that takes the process with it every time must end. */
  readonly attempt: number
  readonly stage: QuestionStage
  /** What its finished stages gave. */
  readonly course?: SavedCourse
  /** What was written so far, in `deltas` pieces. */
  readonly text: string
  readonly deltas: number
}

/** Questions on their way, kept so that they outlive the process. */
export interface QuestionStore {
  /** Oldest first. */
  questions(): readonly StoredQuestion[]
  question(answerId: AnswerId): StoredQuestion | undefined
  saveQuestion(question: StoredQuestion): void
  /** The part that changes four times a second, without the rest. */
  saveText(answerId: AnswerId, text: string, deltas: number): void
  removeQuestion(answerId: AnswerId): void
}
