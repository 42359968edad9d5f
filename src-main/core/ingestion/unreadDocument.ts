import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import { AppError, type ErrorData } from '../../../src-shared/errors/AppError.ts'
import { ERRORS, type ErrorCode } from '../../../src-shared/errors/errorCode.ts'
import { definedOnly } from '../library/definedOnly.ts'
import type { StoredDocument } from '../ports/Catalog.ts'
import type { FileFacts } from '../ports/FileSystem.ts'
import type { FileTask } from './FileTask.ts'

/** Who is left out is not a failure. */
const SKIPS: ReadonlySet<ErrorCode> = new Set(['UNSUPPORTED_TYPE', 'TOO_LARGE', 'EMPTY_FILE', 'IGNORED', 'IGNORED_BY_RULE', 'TEMPORARY_FILE', 'OUTSIDE_FOLDER', 'CLOUD_PLACEHOLDER'])

/** The row of a file of which nothing is known yet but what `stat` tells; zeros where that failed. */
export function blankDocument(task: FileTask, facts: FileFacts | AppError, documentId: DocumentId): StoredDocument {
  const { sizeBytes, modifiedMs, inode } = facts instanceof AppError ? { sizeBytes: 0, modifiedMs: 0, inode: '' } : facts
  return definedOnly({
    documentId, sourceId: task.sourceId, path: task.path, contentPath: task.contentPath, parentId: task.parentId,
    sizeBytes, modifiedMs, inode, settled: true, sha256: '', mediaType: 'application/octet-stream', state: 'failed' as const,
    fingerprint: '', chunks: 0, opening: '', warnings: [], elapsedMs: 0,
  })
}

/** Why a file is not even opened. */
export function refusal({ kind, sizeBytes }: FileFacts, maxFileBytes: number): ErrorCode | undefined {
  if (kind !== 'file') return 'UNSUPPORTED_TYPE'
  if (sizeBytes === 0) return 'EMPTY_FILE'
  return sizeBytes > maxFileBytes ? 'TOO_LARGE' : undefined
}

export function errorData(code: ErrorCode): ErrorData {
  return { code, ...ERRORS[code] }
}

export function failed(error: ErrorData): Pick<StoredDocument, 'state' | 'error'> & { readonly error: ErrorData } {
  return { state: SKIPS.has(error.code) ? 'skipped' : 'failed', error }
}

export function withoutError({ error: _error, duplicateOf: _duplicateOf, ...rest }: StoredDocument): Omit<StoredDocument, 'error' | 'duplicateOf'> {
  return rest
}
