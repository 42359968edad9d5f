import type { Anchor } from './anchor.ts'
import type { AuditGrade, ExpectedAnswer } from './blindAudit.ts'
import type { AnswerId, DocumentId } from './ids.ts'

/** What a person said of an answer, as a question that a permanent set could hold once a person has looked at it. */
export interface FeedbackProposal {
  readonly answerId: AnswerId
  readonly question: string
  readonly grade: AuditGrade
  readonly note?: string
  /** When the feedback was given, ISO 8601 UTC. */
  readonly given: string
  /** What was answered. */
  readonly text: string
  readonly sources: readonly { readonly n: number; readonly documentId: DocumentId; readonly path: string; readonly anchor: Anchor; readonly quote: string }[]
  /** What would be kept as right, taken from the answer; null: that the library does not hold it. Absent: only a person can say, because the answer was not right. */
  readonly expected?: ExpectedAnswer | null
}

export interface FeedbackApproval {
  readonly answerId: AnswerId
  /** Absent: as proposed. */
  readonly expected?: ExpectedAnswer | null
  /** Absent: `feedback`. */
  readonly questionSet?: string
}
