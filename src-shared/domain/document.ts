import type { ErrorCode } from '../errors/errorCode.ts'
import type { Chunk } from './chunk.ts'
import type { FolderPolicy } from './folderPolicy.ts'
import type { FolderRules } from './folderRules.ts'
import type { DocumentId } from './ids.ts'
import type { ParsedUnit, UnitReport } from './unit.ts'

export type DocumentState = 'indexed' | 'unchanged' | 'duplicate' | 'skipped' | 'failed' | 'removed'

export interface NearDuplicate {
  readonly documentId: DocumentId
  readonly path: string
  /** Estimated Jaccard similarity of word shingles, 0 to 1. */
  readonly similarity: number
}

export interface DocumentMetadata {
  readonly title?: string
  readonly author?: string
  /** ISO 8601, from inside the document where it has one. */
  readonly created?: string
  /** ISO 639-1. */
  readonly language?: string
}

/** One file's outcome, as the contract shows it. Every file under an added folder has exactly one. */
export interface DocumentReport extends DocumentMetadata {
  readonly documentId: DocumentId
  readonly path: string
  readonly sha256: string
  readonly mediaType: string
  readonly sizeBytes: number
  /** ISO 8601 UTC, of the file. */
  readonly modified: string
  readonly state: DocumentState
  readonly code?: ErrorCode
  readonly message?: string
  readonly action?: string
  readonly duplicateOf?: DocumentId
  readonly nearDuplicates?: readonly NearDuplicate[]
  /** The file that contains it: a mail for an attachment, an archive for a member. */
  readonly parentId?: DocumentId
  readonly units: readonly UnitReport[]
  readonly chunks: number
  readonly elapsedMs: number
  readonly warnings?: readonly ParseWarning[]
}

export interface ParseWarning {
  readonly code: string
  readonly unit?: number
  readonly message: string
}

/** A file found inside another (attachment, archive member, PDF attachment): read as a document of its own. */
export interface EmbeddedFile {
  /** Path inside its container, with `/`; already checked against traversal. */
  readonly name: string
  readonly bytes: Uint8Array
}

/** What a parser makes of one file. Pure data: it crosses process borders by structured clone. */
export interface ParsedDocument {
  readonly mediaType: string
  readonly metadata: DocumentMetadata
  readonly units: readonly ParsedUnit[]
  readonly warnings: readonly ParseWarning[]
  readonly embedded?: readonly EmbeddedFile[]
}

export interface ParsedAndChunked extends ParsedDocument {
  readonly chunks: readonly Chunk[]
}

export interface AddSummary {
  readonly files: number
  readonly indexed: number
  readonly unchanged: number
  readonly duplicate: number
  readonly skipped: number
  readonly failed: number
  readonly removed: number
  readonly units: number
  readonly ocrUnits: number
  readonly chunks: number
  readonly bytes: number
  readonly elapsedMs: number
  readonly stagesMs: {
    readonly scan: number
    readonly hash: number
    readonly parse: number
    readonly ocr: number
    readonly chunk: number
    readonly embed: number
    readonly write: number
  }
}

export interface AddResult {
  readonly documents: readonly DocumentReport[]
  readonly summary: AddSummary
}

export interface Folder {
  readonly folderId: string
  readonly path: string
  readonly watched: boolean
  readonly reachable: boolean
  readonly documents: number
  readonly rules: FolderRules
  readonly policy: FolderPolicy
}
