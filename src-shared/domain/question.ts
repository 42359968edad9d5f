import type { AnswerEvent } from './answer.ts'
import type { AnswerId, ThreadId } from './ids.ts'

/** The last stage that a question has begun. */
export type QuestionStage = 'waiting' | 'searching' | 'choosing' | 'writing' | 'checking'

/** What a question was given when it was taken in. */
export interface QuestionTicket {
  readonly answerId: AnswerId
  readonly threadId: ThreadId
}

/** Where a question stands. It outlives the window that asked and the program that began it. */
export interface QuestionSnapshot extends QuestionTicket {
  readonly question: string
  /** ISO 8601 UTC. */
  readonly submitted: string
  readonly state: 'waiting' | 'running' | 'done'
  readonly stage: QuestionStage | 'done'
  /** How many questions are before it; 0 once it runs. */
  readonly ahead: number
  /**
   * Events that bring a window which comes later to where one stands that saw them all: text so far in one delta whose `sequence` is that of its last
   * piece, so that live deltas up to it are repetitions. Live events of the `answer` topic go on from here.
   */
  readonly events: readonly AnswerEvent[]
}
