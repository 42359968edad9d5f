import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import type { Catalog, StoredDocument } from '../ports/Catalog.ts'
import type { FileSystem } from '../ports/FileSystem.ts'
import type { FileTask } from './FileTask.ts'
import { isAtItsPlace } from './isAtItsPlace.ts'

/** What bytes with a known hash are to the library. */
export type Identity =
  | { readonly kind: 'unchanged'; readonly document: StoredDocument }
  /** The same document at a new place: nothing is parsed or embedded again, citations keep their target. */
  | { readonly kind: 'moved'; readonly document: StoredDocument; /** As it is until it moves. */ readonly from: StoredDocument }
  | { readonly kind: 'copy'; readonly document: StoredDocument }
  | { readonly kind: 'read'; readonly documentId: DocumentId }

export interface ChooseIdentityInput {
  readonly catalog: Catalog
  readonly fileSystem: FileSystem
  readonly task: FileTask
  /** The file as found, with its hash; its id is the former one at this path or a new one. */
  readonly document: StoredDocument
  readonly before?: StoredDocument
  readonly fingerprint: string
  readonly newId: () => DocumentId
}

/**
 * Decides by content hash whether a file is unchanged, moved, a copy, or to be read, and which document it is. A living document keeps its path's id; a
 * removed one gives its id to the same bytes or to a file at the same path, so that a file that comes back is the document that answers cite.
 */
export async function chooseIdentity({ catalog, fileSystem, task, document, before, fingerprint, newId }: ChooseIdentityInput): Promise<Identity> {
  const { sha256 } = document
  const isLiving = before !== undefined && before.state !== 'removed'
  const isCurrent = before?.state === 'indexed' && before.sha256 === sha256 && before.fingerprint === fingerprint
  if (isCurrent && task.force !== true) {
    // Inside another: its container may be a new reading of it, its bytes another part file.
    const { sizeBytes, modifiedMs, inode, settled, contentPath, parentId, sourceId } = document
    const same: StoredDocument = { ...before, sizeBytes, modifiedMs, inode, settled }
    if (before.contentPath === contentPath && before.parentId === parentId && before.sourceId === sourceId) return { kind: 'unchanged', document: same }
    return { kind: 'moved', from: before, document: { ...same, contentPath, sourceId, ...(parentId === undefined ? {} : { parentId }) } }
  }

  const twins = catalog.withHash(sha256).filter(({ path }) => path !== task.path)
  for (const twin of twins) {
    if (twin.state !== 'indexed' || twin.fingerprint !== fingerprint) continue
    const isThere = await isAtItsPlace(fileSystem, twin.contentPath, task.contentPath)
    // A document inside another goes with its container, never by itself.
    if (!isThere && twin.parentId === undefined && task.parentId === undefined) {
      const { path, contentPath, sourceId, sizeBytes, modifiedMs, inode, settled } = document
      return { kind: 'moved', from: twin, document: { ...twin, path, contentPath, sourceId, sizeBytes, modifiedMs, inode, settled } }
    }
    if (isThere) {
      const documentId = isLiving || before !== undefined ? document.documentId : newId()
      return { kind: 'copy', document: { ...document, documentId, state: 'duplicate', duplicateOf: twin.documentId, mediaType: twin.mediaType } }
    }
  }
  if (before !== undefined) return { kind: 'read', documentId: before.documentId }
  const returned = twins.find(({ state, parentId }) => state === 'removed' && parentId === task.parentId)
  return { kind: 'read', documentId: returned?.documentId ?? document.documentId }
}
