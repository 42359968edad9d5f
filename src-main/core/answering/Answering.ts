import type { Answer, AnswerEvent } from '../../../src-shared/domain/answer.ts'
import type { ReplayResult } from '../../../src-shared/domain/audit.ts'
import type { DocumentFilter } from '../../../src-shared/domain/filter.ts'
import type { AnswerId, ThreadId } from '../../../src-shared/domain/ids.ts'
import type { ChatTask } from '../../../src-shared/domain/model.ts'
import type { MaskingScope } from '../../../src-shared/domain/privacy.ts'
import type { ErrorData } from '../../../src-shared/errors/AppError.ts'
import type { AuditLog } from '../ports/AuditLog.ts'
import type { ChatModel } from '../ports/ChatModel.ts'
import type { ConversationStore } from '../ports/ConversationStore.ts'
import type { Embedder } from '../ports/Embedder.ts'
import type { LibraryReader } from '../ports/LibraryReader.ts'
import type { Clock, IdSource, Logger } from '../ports/SystemPorts.ts'
import type { TableQuestions } from '../ports/TableQuestions.ts'
import type { Retriever } from '../retrieval/Retrieval.ts'
import type { GradeThresholds } from './judgeEvidence.ts'
import type { CourseCheckpoint } from './SavedCourse.ts'

export interface AnsweringDependencies {
  readonly retriever: Retriever
  readonly reader: LibraryReader
  /** The active embedder; asked for once a question, because the active model can change between two. */
  readonly embedder: () => Embedder | Promise<Embedder>
  /** The chat model of that name, loaded. Throws AppError MODEL_MISSING, MODEL_DAMAGED or MODEL_CRASHED. */
  readonly chatModel: (name: string) => Promise<ChatModel>
  readonly auditLog: AuditLog
  readonly conversations: ConversationStore
  /** Of the configuration in force; absent: the calibration's own. */
  readonly thresholds?: () => GradeThresholds
  /** Computes over all rows of a sheet; absent: figures are only quoted. */
  readonly tables?: TableQuestions
  /** Where personal data is masked now, for the record; absent: nowhere. */
  readonly masking?: () => MaskingScope
  readonly clock: Clock
  readonly ids: IdSource
  readonly logger: Logger
}

/** One question as the engine hands it on: settings and defaults are resolved by the caller. */
export interface AnswerRequest {
  readonly question: string
  /** Chosen by the caller when the id must be known before the first event. */
  readonly answerId?: AnswerId
  readonly filter?: DocumentFilter
  readonly threadId?: ThreadId
  /** Name of the chat model at hand; null: none, evidence mode. */
  readonly chatModel: string | null
  /** What it is given to do; absent: phrasing. Without phrasing among them the answer is quotes. */
  readonly tasks?: readonly ChatTask[]
  /** Why the chosen chat model does not write this answer, for the person who reads the quotes. */
  readonly heldBack?: string
  /** What happens to a generated sentence that its source does not support. */
  readonly unsupported: 'replace' | 'mark'
  /** Ids of chips that a person switched off. */
  readonly without?: readonly string[]
  /** Never from the log. */
  readonly isFresh?: boolean
  /** The earlier answer that this one is asked again for; its thread goes on from the turns before it. */
  readonly replaces?: AnswerId
  /** `clock.monotonic()` when the question came in, where it had to wait. */
  readonly queuedAt?: number
  /** When the question was taken in, ISO 8601 UTC; absent: now. */
  readonly asked?: string
  /** Why it is not even begun again; it is then recorded as failed. */
  readonly refusal?: ErrorData
}

export interface Answering {
  /**
   * The question's way as events (`answer.started`, `answer.retrieved`, `answer.delta` …, `answer.checked`, then exactly one of
   * `answer.finished`, `answer.cancelled`, `answer.failed`); returns the answer, which by then is in the audit log and with its
   * thread. Never throws for a normal outcome: nothing found, cancelled and failed are answers with that status. Ending the
   * iteration early counts as cancelling. With a checkpoint, stages that an earlier process finished are not done again; an abort
   * whose reason is QuestionInterrupted throws that reason and records nothing.
   */
  ask(request: AnswerRequest, signal?: AbortSignal, checkpoint?: CourseCheckpoint): AsyncGenerator<AnswerEvent, Answer>
  /** Asks a recorded question again of today's library, and the answer step again of the recorded context. Throws NOT_FOUND. */
  replay(answerId: AnswerId, signal?: AbortSignal): Promise<ReplayResult>
}

/** Whether a chat model does that for this question. */
export function isGiven({ chatModel, tasks = ['phrasing'] }: Pick<AnswerRequest, 'chatModel' | 'tasks'>, task: ChatTask): boolean {
  return chatModel !== null && tasks.includes(task)
}
