import type { DocumentId, FolderId } from '../../../src-shared/domain/ids.ts'
import type { ErrorCode } from '../../../src-shared/errors/errorCode.ts'
import type { FileFacts } from '../ports/FileSystem.ts'
import type { StoredDocument } from '../ports/Catalog.ts'

/** One file on its way in. */
export interface FileTask {
  readonly sourceId: FolderId
  /** What a person sees; for a document inside another `container/name`. */
  readonly path: string
  readonly contentPath: string
  readonly parentId?: DocumentId
  /** 0 for a file on disk, 1 for an attachment, 2 for a member of an attached archive. */
  readonly depth: number
  /** Hashes of the containers around it. */
  readonly ancestors?: readonly string[]
  readonly skip?: ErrorCode
  /** Instead of the sentence that the code has. */
  readonly skipMessage?: string
  /** With `skip`: what the scan told of it, which may be nothing; absent: what is found. */
  readonly facts?: Pick<FileFacts, 'sizeBytes' | 'modifiedMs' | 'inode'>
  /** Higher goes first: a file just dropped before the backlog. */
  readonly priority: number
  readonly signal?: AbortSignal
  /** Told when it, or what is inside it, has come further; see `Ingestion.activity`. */
  readonly onActivity?: () => void
  /** In memory only. */
  readonly password?: string
  /** Instead of those of the settings. */
  readonly ocrLanguages?: readonly string[]
  /** Read again although the bytes are the ones that the library holds. */
  readonly force?: boolean
}

/** What became of it; `gone` when there is no such file any more. */
export type FileOutcome =
  | { readonly kind: 'gone' }
  | {
    readonly kind: 'done'
    readonly document: StoredDocument
    readonly unchanged: boolean
    /** Documents inside it, each with its own outcome. */
    readonly children: readonly Extract<FileOutcome, { kind: 'done' }>[]
    /** Documents that ended with it: members that it no longer has, a file that this one replaced by moving. */
    readonly removed: readonly StoredDocument[]
  }

/** Milliseconds by stage, summed over files; stages overlap, so the sum may exceed the time that passed. */
export interface StageTimes {
  hash: number
  parse: number
  ocr: number
  chunk: number
  embed: number
}
