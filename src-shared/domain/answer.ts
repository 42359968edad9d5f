import type { ErrorData } from '../errors/AppError.ts'
import type { Anchor } from './anchor.ts'
import type { Computation } from './computation.ts'
import type { AnswerId, DocumentId, ThreadId } from './ids.ts'
import type { Passage, Staleness } from './passage.ts'
import type { MaskedCounts } from './privacy.ts'

export type AnswerStatus = 'answered' | 'not_found' | 'cancelled' | 'failed'
/** found: answered; closest and none: not_found, with the nearest passages offered. */
export type AnswerGrade = 'found' | 'closest' | 'none'
/** evidence: verbatim quotes only, no chat model needed. */
export type AnswerMode = 'generated' | 'evidence'
export type Verdict = 'supported' | 'weak' | 'unsupported'

export interface AnswerSentence {
  readonly text: string
  readonly citations: readonly number[]
  readonly verdict: Verdict
  readonly score: number
  /** Why it is weak or unsupported, in words a person reads beside the sentence. */
  readonly reason?: string
}

export interface Citation {
  /** The number of its mark in `text`. */
  readonly n: number
  readonly documentId: DocumentId
  readonly path: string
  readonly sha256: string
  readonly anchor: Anchor
  /** Equals the stored unit text at `anchor`, byte for byte. */
  readonly quote: string
  readonly stale: Staleness
}

export type AnswerWarningCode =
  | 'INJECTION_SUSPECTED' | 'SOURCE_CHANGED' | 'CONFLICTING_SOURCES' | 'LOW_OCR_CONFIDENCE' | 'CONTEXT_CUT'
  | 'MODEL_FELL_BACK' | 'SENTENCE_REPLACED' | 'COMPUTATION_FAILED' | 'ANSWERED_BEFORE' | 'PART_NOT_FOUND' | 'WITHHELD' | 'QUOTE_SHORTENED'

export interface AnswerWarning {
  readonly code: AnswerWarningCode
  readonly message: string
}

export interface ModelUse {
  readonly name: string
  readonly sha256: string
  readonly contextTokens: number
}

export interface AnswerConfig {
  readonly fingerprint: string
  readonly [key: string]: unknown
}

/** Something that was understood from the question and acts on the search; a person can switch it off (`without` of the next asking). */
export interface AnswerChip {
  /** Stable from one asking to the next: `filter:type`, `name:apple`, `rewrite`, `pinned`, `scan`. */
  readonly id: string
  /** filter: hides other documents; name: puts the documents that carry it first; rewrite: the follow-up's stand-alone form; pinned: the thread's own sources; scan: every document is looked through. */
  readonly kind: 'filter' | 'name' | 'rewrite' | 'pinned' | 'scan'
  /** As a person would say it: `Apple`, `type: pdf`, a file's name. */
  readonly label: string
  /** How many documents it lets through or puts first, where that is known. */
  readonly documents?: number
}

/** What was understood of a question before it was searched. */
export interface AnswerAnalysis {
  readonly kind: 'plain' | 'comparison' | 'parts' | 'list' | 'count'
  readonly chips: readonly AnswerChip[]
  /** What a person switched off for this asking. */
  readonly without?: readonly string[]
}

export interface AnswerTimings {
  readonly queue: number
  readonly retrieve: number
  readonly rerank: number
  readonly firstToken: number
  readonly generate: number
  readonly ground: number
  readonly total: number
}

export interface Answer {
  readonly answerId: AnswerId
  readonly threadId?: ThreadId
  readonly question: string
  readonly rewritten?: string
  /** The earlier answer of the thread that this one was asked again for: regenerated, or after an edit of its question. */
  readonly replaces?: AnswerId
  /** Absent in answers of older versions and where nothing was searched. */
  readonly analysis?: AnswerAnalysis
  readonly status: AnswerStatus
  readonly grade: AnswerGrade
  /** Calibrated probability, 0 to 1, that the evidence answers the question. */
  readonly confidence: number
  readonly mode: AnswerMode
  /** Marks are `[n]`; a bracketed number of the source's own is written `\[12]`. */
  readonly text: string
  readonly sentences: readonly AnswerSentence[]
  /** Only what the text really cites. */
  readonly citations: readonly Citation[]
  /** How its figures were computed, where they do not stand in a source as they are. */
  readonly computation?: Computation
  /** What the model saw, in the order it saw it. */
  readonly passages: readonly Passage[]
  readonly warnings: readonly AnswerWarning[]
  readonly model: ModelUse | null
  readonly config: AnswerConfig
  readonly timingsMs: AnswerTimings
  readonly usage: { readonly promptTokens: number; readonly completionTokens: number }
  readonly audit: { readonly sequence: number; readonly hash: string }
  /** ISO 8601 UTC. */
  readonly asked?: string
  /** It was answered from the log: the answer that it repeats. */
  readonly repeats?: AnswerId
  /** Personal data was replaced in this view of it, `[mail address]` for example; what is stored is whole. How many stretches of text and quotes. */
  readonly masked?: MaskedCounts
  /** Why it failed; with status `failed` only. */
  readonly error?: ErrorData
}

/** An answer before it was written to the audit log. */
export type AnswerDraft = Omit<Answer, 'audit'>

export type AnswerEvent =
  | { readonly type: 'answer.started'; readonly answerId: AnswerId; readonly question: string; readonly threadId?: ThreadId }
  | { readonly type: 'answer.retrieved'; readonly answerId: AnswerId; readonly passages: readonly Passage[] }
  | { readonly type: 'answer.delta'; readonly answerId: AnswerId; /** 0, 1, 2 … without gaps. */ readonly sequence: number; readonly text: string }
  | { readonly type: 'answer.checked'; readonly answerId: AnswerId; readonly sentences: readonly AnswerSentence[]; readonly citations: readonly Citation[] }
  | { readonly type: 'answer.finished' | 'answer.cancelled'; readonly answerId: AnswerId; readonly answer: Answer }
  | { readonly type: 'answer.failed'; readonly answerId: AnswerId; readonly error: { readonly code: string; readonly message: string; readonly action?: string } }

export interface Thread {
  readonly threadId: ThreadId
  readonly title: string
  /** ISO 8601 UTC. */
  readonly updated: string
  readonly answers: number
  /** Sources that its questions are asked of; empty: the whole library. */
  readonly pinned: readonly DocumentId[]
}
