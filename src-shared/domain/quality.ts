import type { AnswerId, DocumentId } from './ids.ts'

/** Something to open: a document or an answer. */
export interface QualityExample {
  readonly documentId?: DocumentId
  readonly answerId?: AnswerId
  readonly text: string
}

/** One of the five classic failures, measured on this library. */
export interface QualityCheck {
  readonly name: 'staleEmbeddings' | 'chunking' | 'metadata' | 'grounding' | 'evaluation'
  readonly ok: boolean
  /** A share from 0 to 1, or days; null: never done. */
  readonly value: number | null
  readonly unit: 'share' | 'days'
  readonly threshold: number
  readonly message: string
  /** What mends it; absent when there is nothing to mend. */
  readonly action?: string
  readonly examples: readonly QualityExample[]
}

export interface QualityReport {
  readonly checks: readonly QualityCheck[]
}
