import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import type { DocumentStamp } from '../ports/Catalog.ts'
import { isInside } from './isInside.ts'
import type { ScannedFile } from './scanSource.ts'

export interface ReconcileInput {
  /** What is on disk now. */
  readonly files: readonly ScannedFile[]
  /** What the catalog holds from the same places: top-level documents, `removed` ones included. */
  readonly documents: readonly DocumentStamp[]
  /** Copies among them that have lost their original: to be read as documents of their own. */
  readonly orphanedCopies: ReadonlySet<DocumentId>
  readonly unreadable: readonly string[]
  /** Folders that are left out with all that is below: what the library holds from there goes, although it is on disk. */
  readonly leftOut: readonly string[]
  /** Of the index in use: documents of another one are read again. */
  readonly fingerprint: string
  /** Codes whose files are tried again although nothing about them changed. */
  readonly retry: ReadonlySet<string>
  /** A person named these places: what they had taken out of the library comes back. */
  readonly isExplicit: boolean
}

export interface Reconciliation {
  /** New, changed or to be tried again; `document` is what the catalog holds at that path. */
  readonly toRead: readonly { readonly file: ScannedFile; readonly document?: DocumentStamp }[]
  readonly unchanged: readonly DocumentStamp[]
  /** Gone from a reachable place, and nothing new could be them. */
  readonly removed: readonly DocumentStamp[]
  /** Gone, but a new file has their size: decided when those were hashed. */
  readonly maybeMoved: readonly DocumentStamp[]
  /** In a folder that is left out now. */
  readonly ignored: readonly DocumentStamp[]
}

/**
 * Disk × catalog → what is to be done. Pure, so that every case is a row in a test: nothing is read here, a file is
 * judged by size, time and inode, and only what differs costs a hash.
 */
export function reconcile({ files, documents, orphanedCopies, unreadable, leftOut, fingerprint, retry, isExplicit }: ReconcileInput): Reconciliation {
  const living = new Map<string, DocumentStamp>()
  const forgotten = new Set<string>()
  for (const document of documents) {
    if (document.state !== 'removed') living.set(document.path, document)
    else if (document.code === 'IGNORED') forgotten.add(document.path)
  }
  const toRead: { file: ScannedFile; document?: DocumentStamp }[] = []
  const unchanged: DocumentStamp[] = []
  const sizesOfNew = new Set<number>()
  const seen = new Set<string>()

  for (const file of files) {
    if (forgotten.has(file.path) && !living.has(file.path) && !isExplicit) continue
    seen.add(file.path)
    const document = living.get(file.path)
    if (document === undefined) {
      toRead.push({ file })
      if (file.skip === undefined) sizesOfNew.add(file.sizeBytes)
    } else if (isSame(file, document)) {
      unchanged.push(document)
    } else {
      toRead.push({ file, document })
      if (file.skip === undefined) sizesOfNew.add(file.sizeBytes)
    }
  }

  const missing = [...living.values()].filter(({ path }) => !seen.has(path) && !unreadable.some((folder) => isInside(folder, path)))
  const isLeftOut = ({ path }: DocumentStamp) => leftOut.some((folder) => isInside(folder, path))
  const gone = missing.filter((document) => !isLeftOut(document))
  const couldMove = (document: DocumentStamp) => document.sha256 !== '' && sizesOfNew.has(document.sizeBytes)
  return { toRead, unchanged, removed: gone.filter((document) => !couldMove(document)), maybeMoved: gone.filter(couldMove), ignored: missing.filter(isLeftOut) }

  function isSame(file: ScannedFile, document: DocumentStamp): boolean {
    // Its content went to the cloud, and nothing says that it changed: what was read of it stays.
    if (file.skip?.code === 'CLOUD_PLACEHOLDER' && READ.has(document.state) && (file.sizeBytes === 0 || (document.sizeBytes === file.sizeBytes && document.modifiedMs === file.modifiedMs))) return true
    if (file.skip !== undefined) return document.sizeBytes === file.sizeBytes && document.modifiedMs === file.modifiedMs && document.code === file.skip.code && (file.skip.message === undefined || file.skip.message === document.message) && !retry.has(file.skip.code)
    if (document.sizeBytes !== file.sizeBytes || document.modifiedMs !== file.modifiedMs || document.inode !== file.inode || !document.settled) return false
    switch (document.state) {
      case 'indexed': return document.fingerprint === fingerprint
      case 'duplicate': return !orphanedCopies.has(document.documentId)
      case 'failed':
      case 'skipped':
        // A file that was left out by its name was never read; now its name or place is another.
        return document.code !== undefined && !retry.has(document.code) && !NEVER_READ.has(document.code)
      case 'removed': return false
      default: return document.state satisfies never
    }
  }
}

const NEVER_READ: ReadonlySet<string> = new Set(['IGNORED', 'IGNORED_BY_RULE', 'TEMPORARY_FILE', 'OUTSIDE_FOLDER', 'CLOUD_PLACEHOLDER'])
const READ: ReadonlySet<DocumentStamp['state']> = new Set(['indexed', 'duplicate'])
