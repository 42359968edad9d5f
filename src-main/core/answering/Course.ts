import type { AnswerAnalysis, AnswerDraft, AnswerGrade, AnswerMode, AnswerStatus, AnswerWarning, AnswerWarningCode, ModelUse } from '../../../src-shared/domain/answer.ts'
import type { DocumentFilter } from '../../../src-shared/domain/filter.ts'
import type { Computation } from '../../../src-shared/domain/computation.ts'
import type { AnswerId, DocumentId, ThreadId } from '../../../src-shared/domain/ids.ts'
import type { Passage } from '../../../src-shared/domain/passage.ts'
import type { ErrorData } from '../../../src-shared/errors/AppError.ts'
import type { ChatMessage } from '../ports/ChatModel.ts'
import type { EmbeddingIdentity } from '../../../src-shared/domain/model.ts'
import type { Retrieval, RetrievedPassage } from '../retrieval/Retrieval.ts'
import { isGiven, type AnswerRequest } from './Answering.ts'
import { answerConfig } from './answerConfig.ts'
import { composeAnswer, rounded, type AnswerPart } from './composeAnswer.ts'
import { CONFIDENCE_WITH_STATES } from './confidenceModels.ts'
import type { ConfidenceModel, EvidenceSignals } from './confidence.ts'
import type { EvidencePassage } from './EvidencePassage.ts'
import type { TaskRecord } from './tasks/askBriefly.ts'

/**
 * What has happened to a question so far. Each step fills in its part, so that at whatever moment the question is cancelled or fails
 * there is something true to record and to show.
 */
export interface Course {
  readonly answerId: AnswerId
  readonly threadId: ThreadId
  readonly request: AnswerRequest
  readonly asked: string
  readonly queuedMs: number
  readonly startedAt: number
  status: AnswerStatus
  grade: AnswerGrade
  confidence: number
  mode: AnswerMode
  /** The person's filter and the thread's pinned sources. */
  filter: DocumentFilter
  pinned: readonly DocumentId[]
  analysis?: AnswerAnalysis
  retrieval?: Retrieval
  /** Room that the passages were given, in tokens. */
  budgetTokens: number
  passages: readonly EvidencePassage[]
  leftOut: ReadonlySet<DocumentId>
  /** How many documents lie in folders that may not be answered from. */
  withheld: number
  embedding?: EmbeddingIdentity
  confidenceModel: ConfidenceModel
  signals?: EvidenceSignals
  model: ModelUse | null
  prompt: readonly ChatMessage[] | null
  rawOutput: string | null
  /** What a chat model did beside writing. */
  readonly taskRecords: TaskRecord[]
  parts: readonly AnswerPart[]
  computation?: Computation
  /** What a person reads before the parts, or instead of them, when nothing was found. */
  message: string
  readonly warnings: AnswerWarning[]
  readonly timings: { retrieve: number; rerank: number; firstToken: number; generate: number; ground: number }
  usage: { promptTokens: number; completionTokens: number }
  error?: ErrorData
}

export function beginCourse(request: AnswerRequest, begun: { readonly answerId: AnswerId; readonly threadId: ThreadId; readonly asked: string; readonly monotonic: number }): Course {
  return {
    answerId: begun.answerId, threadId: begun.threadId, request, asked: begun.asked, startedAt: begun.monotonic,
    queuedMs: request.queuedAt === undefined ? 0 : Math.max(0, begun.monotonic - request.queuedAt),
    status: 'not_found', grade: 'none', confidence: 0, mode: isGiven(request, 'phrasing') ? 'generated' : 'evidence',
    filter: request.filter ?? {}, pinned: [], budgetTokens: 0, passages: [], leftOut: new Set(), withheld: 0, confidenceModel: CONFIDENCE_WITH_STATES, model: null, prompt: null, rawOutput: null, taskRecords: [], parts: [], message: '', warnings: [],
    timings: { retrieve: 0, rerank: 0, firstToken: 0, generate: 0, ground: 0 }, usage: { promptTokens: 0, completionTokens: 0 },
  }
}

/** Adds a warning once. */
export function warn(course: Course, code: AnswerWarningCode, message: string): void {
  if (!course.warnings.some((warning) => warning.code === code && warning.message === message)) course.warnings.push({ code, message })
}

/** The course's answer is what code computed; no model wrote it, whatever was asked for. */
export function takeComputed(course: Course, computed: { readonly confidence: number; readonly computation: Computation; readonly parts: readonly AnswerPart[] }): void {
  Object.assign(course, { status: 'answered', grade: 'found', mode: 'evidence', model: null, ...computed } satisfies Partial<Course>)
}

/** The answer as the course stands now. */
export function draftOf(course: Course, monotonic: number): AnswerDraft {
  const { retrieval, request } = course
  const composed = composeAnswer(course.parts)
  return {
    answerId: course.answerId, threadId: course.threadId, question: request.question, asked: course.asked,
    ...(retrieval === undefined || retrieval.query === request.question ? {} : { rewritten: retrieval.query }),
    ...(request.replaces === undefined ? {} : { replaces: request.replaces }), ...(course.analysis === undefined ? {} : { analysis: course.analysis }),
    status: course.status, grade: course.grade, confidence: rounded(course.confidence), mode: course.mode,
    ...(course.computation === undefined ? {} : { computation: course.computation }),
    text: [course.message, composed.text].filter((text) => text !== '').join('\n\n'), sentences: composed.sentences, citations: composed.citations,
    passages: course.passages.map(({ passage }) => plainPassage(passage)), warnings: [...course.warnings], model: course.model,
    config: answerConfig({ retrieval: retrieval?.config ?? { name: 'none', version: 0, fingerprint: '' }, confidence: course.confidenceModel, unsupported: request.unsupported, mode: course.mode }),
    timingsMs: { queue: milliseconds(course.queuedMs), ...eachRounded(course.timings), total: milliseconds(course.queuedMs + monotonic - course.startedAt) },
    usage: course.usage,
    ...(course.error === undefined ? {} : { error: course.error }),
  }
}

/** A passage as the contract has it, without what only the answer step needs. */
export function plainPassage({ rank, documentId, path, title, anchor, text, score, trace, stale }: RetrievedPassage): Passage {
  return { rank, documentId, path, ...(title === undefined ? {} : { title }), anchor, text, score, ...(trace === undefined ? {} : { trace }), stale }
}

function eachRounded(timings: Course['timings']): Course['timings'] {
  const { retrieve, rerank, firstToken, generate, ground } = timings
  return { retrieve: milliseconds(retrieve), rerank: milliseconds(rerank), firstToken: milliseconds(firstToken), generate: milliseconds(generate), ground: milliseconds(ground) }
}

/** Tenths: enough to add stages up. */
function milliseconds(value: number): number {
  return Math.round(value * 10) / 10
}
