import type { Answer, Thread } from '../../../src-shared/domain/answer.ts'
import type { AnswerId, DocumentId, ThreadId } from '../../../src-shared/domain/ids.ts'

export type FeedbackGrade = 'useful' | 'partly' | 'wrong'

export interface Feedback {
  readonly answerId: AnswerId
  readonly grade: FeedbackGrade
  readonly note?: string
  readonly given: string
}

/** Threads and their answers, as the window shows them. The audit log is the record; this is the desk. */
export interface ConversationStore {
  saveAnswer(answer: Answer): void
  answer(answerId: AnswerId): Answer | undefined
  /** Where each kept answer stands in the audit log. */
  witnesses(): Iterable<{ readonly sequence: number; readonly hash: string }>
  /** Newest thread first. */
  threads(): readonly Thread[]
  /** Oldest answer first. */
  answers(threadId: ThreadId): readonly Answer[]
  renameThread(threadId: ThreadId, title: string): void
  removeThread(threadId: ThreadId): void
  /** What the thread's questions are asked of; no change where there is no such thread. */
  pinSources(threadId: ThreadId, documentIds: readonly DocumentId[]): void
  saveFeedback(feedback: Feedback): void
  /** Forgets answers with their feedback, and leaves no byte of them in the file; a thread loses a title that was such a question. */
  removeAnswers(answerIds: readonly AnswerId[]): void
  feedback(answerId: AnswerId): Feedback | undefined
  /** Newest first. */
  allFeedback(): readonly Feedback[]
}
