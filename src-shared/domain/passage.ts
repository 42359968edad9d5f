import type { Anchor } from './anchor.ts'
import type { DocumentId } from './ids.ts'

/** `"changed"` or `"missing"` when the file on disk no longer has the indexed sha256. */
export type Staleness = false | 'changed' | 'missing'

export interface PassageTrace {
  /** 1-based rank in the full-text search; absent when it did not find the passage. */
  readonly lexicalRank?: number
  readonly lexicalScore?: number
  readonly vectorRank?: number
  readonly vectorScore?: number
  readonly fused: number
  readonly rerank?: number
}

export interface Passage {
  /** 1-based. */
  readonly rank: number
  readonly documentId: DocumentId
  readonly path: string
  readonly title?: string
  readonly anchor: Anchor
  readonly text: string
  readonly score: number
  readonly trace?: PassageTrace
  readonly stale: Staleness
}

export type SearchMode = 'hybrid' | 'lexical' | 'vector'

export interface SearchTimings {
  readonly embed: number
  readonly lexical: number
  readonly vector: number
  readonly fuse: number
  readonly rerank: number
  readonly total: number
}

export interface SearchResult {
  /** Documents that were not searched, because their folders may not be answered from; absent: none. */
  readonly withheld?: number
  readonly query: string
  readonly passages: readonly Passage[]
  readonly timingsMs: SearchTimings
}
