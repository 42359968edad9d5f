import type { FeedbackApproval, FeedbackProposal } from '../../../../src-shared/domain/feedback.ts'
import type { AnswerId } from '../../../../src-shared/domain/ids.ts'

/** Feedback on its way into the question sets: nothing becomes a question that a person has not approved. */
export interface FeedbackReview {
  /** Feedback that nobody has decided on, newest first. Given anew, it is proposed anew. */
  proposals(): readonly FeedbackProposal[]
  /** Puts the question into a permanent set and notes it in the audit log. Throws NOT_FOUND, and WRONG_USAGE when nobody said what would have been right. */
  approve(approval: FeedbackApproval): { readonly questionSet: string; readonly questions: number }
  /** Throws NOT_FOUND. */
  decline(answerId: AnswerId): void
}

/** Where approved questions go unless a person names another set. */
export const FEEDBACK_SET = 'feedback'
