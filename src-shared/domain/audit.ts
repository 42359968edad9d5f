import type { AnswerConfig, AnswerDraft, ModelUse } from './answer.ts'
import type { DocumentFilter } from './filter.ts'
import type { AnswerId } from './ids.ts'
import type { PassageTrace } from './passage.ts'
import type { MaskingScope } from './privacy.ts'
import type { SegmentRole } from './unit.ts'

/** What became of one candidate on its way to the context. */
export interface AuditCandidate {
  readonly chunkId: string
  readonly documentId: string
  readonly path: string
  readonly unit: number
  readonly charStart: number
  readonly charEnd: number
  readonly trace: PassageTrace
  readonly fate: 'context' | 'joined' | 'duplicate' | 'belowCut' | 'budget' | 'stale'
}

/** A stretch of a document as it was read for an answer. */
export interface AuditContextBlock {
  readonly documentId: string
  readonly path: string
  readonly title?: string
  readonly headings?: readonly string[]
  readonly sha256: string
  readonly unit: number
  readonly charStart: number
  readonly charEnd: number
  readonly text: string
  /** Best cosine with the question, where vectors found it. */
  readonly vectorScore?: number
  /** What the question names that the document's name, title and first words say. */
  readonly documentTerms?: readonly string[]
  /** The sentences that it was read as: with them an answer is replayed when the document is long gone. Offsets into the unit. */
  readonly sentences?: readonly { readonly charStart: number; readonly charEnd: number; readonly role: SegmentRole; readonly block: number; readonly tableHeader?: string; readonly headings?: readonly string[] }[]
}

/** One question and its answer, with all that is needed to explain it after the documents are gone. */
export interface AuditRecord {
  readonly kind: 'answer'
  readonly answerId: AnswerId
  /** ISO 8601 UTC. */
  readonly asked: string
  readonly question: string
  readonly filter: DocumentFilter
  readonly analysis: Readonly<Record<string, unknown>>
  readonly candidates: readonly AuditCandidate[]
  /** The exact text that the model saw, block by block; in evidence mode the passages that were searched for quotes. */
  readonly context: readonly AuditContextBlock[]
  /** The exact messages given to the chat model; null in evidence mode. */
  readonly prompt: readonly { readonly role: string; readonly content: string }[] | null
  /** What the model wrote before any check; null in evidence mode. */
  readonly rawOutput: string | null
  readonly model: ModelUse | null
  readonly embedding: { readonly model: string; readonly fingerprint: string }
  readonly config: AnswerConfig
  /** Where personal data was masked when the answer was given; absent: nowhere. What is recorded is whole. */
  readonly masking?: Exclude<MaskingScope, 'off'>
  readonly answer: AnswerDraft
}

/** What else belongs into the log: a decision of a person, a redaction, a call by another program. */
export interface AuditNote {
  readonly kind: 'note'
  readonly event: 'configurationUsed' | 'modelUsed' | 'gateOverridden' | 'redacted' | 'programCall' | 'questionApproved'
  /** ISO 8601 UTC. */
  readonly at: string
  readonly detail: Readonly<Record<string, unknown>>
}

export interface AuditEntry {
  readonly sequence: number
  readonly previousHash: string
  readonly hash: string
  readonly record: AuditRecord
}

export interface AuditSummary {
  readonly sequence: number
  readonly answerId: AnswerId
  readonly asked: string
  readonly question: string
  readonly status: string
  readonly grade: string
  /** The answer that this one repeated from the log. */
  readonly repeats?: AnswerId
  readonly hash: string
}

export interface AuditVerification {
  readonly entries: number
  readonly ok: boolean
  /** The first entry that does not fit. */
  readonly brokenAt?: number
  /** altered: its bytes or hashes; missing: it is not there, later ones are; truncated: the log once went further; unreadable: its file is damaged there. */
  readonly reason?: 'altered' | 'missing' | 'truncated' | 'unreadable'
  /** Entries whose content was removed and whose removal is itself in the log. */
  readonly redacted?: number
  readonly head: string
}

export interface ReplayResult {
  readonly answerId: AnswerId
  readonly same: { readonly retrieval: boolean; readonly context: boolean; readonly answer: boolean }
  readonly differences: readonly {
    readonly stage: 'retrieval' | 'context' | 'answer'
    /** notComparable: the recorded answer was never finished, or the entry lacks what is needed. */
    readonly kind: 'documentDeleted' | 'documentChanged' | 'documentAdded' | 'ranking' | 'context' | 'configuration' | 'model' | 'text' | 'notComparable'
    readonly message: string
  }[]
}
