import type { DocumentMetadata, DocumentState, NearDuplicate, ParseWarning } from '../../../src-shared/domain/document.ts'
import type { FolderPolicy } from '../../../src-shared/domain/folderPolicy.ts'
import type { FolderRules } from '../../../src-shared/domain/folderRules.ts'
import type { DocumentId, FolderId, JobId } from '../../../src-shared/domain/ids.ts'
import type { ModelRuntime } from '../../../src-shared/domain/model.ts'
import type { JobProgress, JobState } from '../../../src-shared/domain/job.ts'
import type { ParsedUnit, UnitReport } from '../../../src-shared/domain/unit.ts'
import type { ErrorData } from '../../../src-shared/errors/AppError.ts'

/** Something that a person added: a folder with all that is below it, or one file. */
export interface Source {
  readonly sourceId: FolderId
  readonly kind: 'folder' | 'file'
  /** Absolute real path at the time of adding. */
  readonly path: string
  readonly watched: boolean
  /** False while the folder is unplugged or unmounted: its documents stay. */
  readonly reachable: boolean
  /** Absent: DEFAULT_FOLDER_RULES. */
  readonly rules?: FolderRules
  /** Absent: everything is allowed. */
  readonly policy?: FolderPolicy
}

/** What tells without reading whether a file is the one that was read. */
export interface FileStamp {
  readonly sizeBytes: number
  /** Epoch milliseconds with fractions. */
  readonly modifiedMs: number
  /** As text: 64 bits do not fit a number on every file system. Empty where there is none. */
  readonly inode: string
  /**
   * False when the file was modified so shortly before it was read that a second change could carry the same time ("racy" in
   * the sense of git's index): the next look compares the hash as well.
   */
  readonly settled: boolean
}

/** A file's current row. Documents inside others (attachments, members) have a `parentId` and a path below their container's. */
export interface StoredDocument extends FileStamp, DocumentMetadata {
  readonly documentId: DocumentId
  readonly sourceId: FolderId
  readonly path: string
  /** Where its bytes are: `path`, or a file below `parts/` for a document inside another. */
  readonly contentPath: string
  readonly parentId?: DocumentId
  /** Empty for files that were not read. */
  readonly sha256: string
  readonly mediaType: string
  readonly state: Exclude<DocumentState, 'unchanged'>
  readonly error?: ErrorData
  readonly duplicateOf?: DocumentId
  /** Fingerprint of the index that holds its chunks; empty when there are none. */
  readonly fingerprint: string
  readonly chunks: number
  /** First 600 characters of the first unit with text. */
  readonly opening: string
  readonly warnings: readonly ParseWarning[]
  readonly elapsedMs: number
  /** MinHash signature of its text, for near-duplicates; absent for short or unread documents. */
  readonly signature?: Uint32Array
  readonly nearDuplicates?: readonly NearDuplicate[]
}

/** One document's new state. `units` replaces all units; absent keeps them. They are gone through once, so that those of a long document need not be in memory together. */
export interface DocumentChange {
  readonly document: StoredDocument
  readonly units?: Iterable<ParsedUnit>
}

/** The part of a document row that reconciling needs: small, because a library holds ten thousands. */
export interface DocumentStamp extends FileStamp {
  readonly documentId: DocumentId
  readonly sourceId: FolderId
  readonly path: string
  readonly parentId?: DocumentId
  readonly sha256: string
  readonly state: StoredDocument['state']
  readonly code?: string
  readonly message?: string
  readonly duplicateOf?: DocumentId
  readonly fingerprint: string
  readonly chunks: number
}

export interface CatalogCounts {
  readonly documents: Readonly<Record<string, number>>
  /** Skipped documents by code. */
  readonly skipped: Readonly<Record<string, number>>
  readonly units: number
  /** Units by `UnitSource`. */
  readonly coverage: Readonly<Record<string, number>>
  readonly chunks: number
  /** Chunks whose vectors belong to another fingerprint than the given one. */
  readonly staleChunks: number
}

/** An index of the library and the embedder that makes it. */
export interface IndexReference {
  /** Folder below `index/` and mark of the documents in it: the embedding fingerprint, with the chunk sizes when they are not the program's own, and `-b` for a second index of the same kind. */
  readonly fingerprint: string
  readonly model: string
  /** The form that alone made it, where the forms' vectors differ; null: any form of the model. */
  readonly runtime: ModelRuntime | null
  /** How its chunks are cut. */
  readonly chunking: { readonly targetTokens: number; readonly maxTokens: number; readonly overlapTokens: number }
}

export interface StoredJob {
  readonly jobId: JobId
  readonly kind: string
  /** Two jobs with one key never wait at the same time. */
  readonly key: string
  readonly label: string
  readonly payload: unknown
  readonly state: JobState
  readonly priority: number
  readonly attempt: number
  readonly progress: JobProgress
  readonly error?: ErrorData
  readonly createdMs: number
  readonly updatedMs: number
}

/**
 * The library's table of contents: sources, documents, units with their text, jobs. Every method is one transaction. Throws
 * AppError DISK_FULL or READ_ONLY when the disk refuses.
 */
export interface Catalog {
  readonly isReadOnly: boolean
  /** Grows by one with every change of a citable document, also across restarts. */
  readonly revision: number

  sources(): readonly Source[]
  /** A changed policy counts as a change of the library. */
  saveSource(source: Source): void
  removeSource(sourceId: FolderId): void
  /** How many documents that are not `removed` each source has. */
  documentsBySource(): ReadonlyMap<FolderId, number>

  document(documentId: DocumentId): StoredDocument | undefined
  documentAt(path: string): StoredDocument | undefined
  /** All documents that are not `removed`, by path. */
  documents(): readonly StoredDocument[]
  /** The same without what only reports need; `removed` ones included. With `scope`: only that file, or what lies below that folder. */
  stamps(scope?: string): readonly DocumentStamp[]
  /** The same as `documents()` and `stamps()` in slices by no order; other work gets its turn between two, because ten thousand rows take a tenth of a second. */
  documentSlices(): AsyncIterable<readonly StoredDocument[]>
  stampSlices(): AsyncIterable<readonly DocumentStamp[]>
  /** Copies whose original is gone or has other content: each is a document of its own now. */
  orphanedCopies(): readonly DocumentStamp[]
  children(parentId: DocumentId): readonly StoredDocument[]
  /** All documents with these bytes, the indexed one first; `removed` ones included. */
  withHash(sha256: string): readonly StoredDocument[]
  duplicatesOf(documentId: DocumentId): readonly StoredDocument[]
  /** Signatures for near-duplicate search. */
  signatures(): ReadonlyMap<DocumentId, Uint32Array>

  unitReports(documentId: DocumentId): readonly UnitReport[]
  /** Those of all documents that are not `removed`, in one read: ten thousand small ones take as long. */
  allUnitReports(): ReadonlyMap<DocumentId, readonly UnitReport[]>
  unit(documentId: DocumentId, unit: number): ParsedUnit | undefined
  units(documentId: DocumentId): readonly ParsedUnit[]

  /** Writes all changes or none, and counts the revision up once. Units are encoded off the calling thread before the transaction. */
  publish(changes: readonly DocumentChange[]): Promise<void>
  /** Brings stamps up to date after a hash showed that only time or inode changed; no new revision. */
  touch(stamps: readonly (FileStamp & { readonly documentId: DocumentId })[]): void
  /** Drops rows with their units; `removed` is a state instead, see `publish`. */
  erase(documentIds: readonly DocumentId[]): void

  jobs(): readonly StoredJob[]
  saveJob(job: StoredJob): void
  /** Keeps the newest `keep` finished jobs. */
  pruneJobs(keep: number): void

  /** The index that answers, the one before it, and the job that builds the next one. */
  indexes(): { readonly current?: IndexReference; readonly previous?: IndexReference; readonly building?: JobId }
  beginIndex(jobId: JobId): void
  /**
   * The pointer to the index that answers: in one transaction its documents carry its mark and their number of `chunks` there, and the former index is remembered. Without
   * `chunks` nothing was indexed yet.
   */
  moveIndex(to: IndexReference, chunks?: ReadonlyMap<DocumentId, number>): void
  /** Indexed documents, and those of them that are written in a recognised language. Workbooks and delimited tables are left out: their names and figures are of no language. */
  languages(): { readonly documents: number; readonly languages: ReadonlyMap<string, { readonly documents: number; readonly chunks: number }> }

  counts(fingerprint: string): CatalogCounts
  close(): void
}
