import { isOpenPolicy, OPEN_POLICY, stricterPolicy, type FolderPolicy } from '../../../src-shared/domain/folderPolicy.ts'
import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import { isInside } from '../library/isInside.ts'
import type { Catalog } from '../ports/Catalog.ts'

/** What the folders allow for a document, now. A document that lies in several of them, or has copies in them, may do what all of them allow. */
export interface Policies {
  /** `path`: where it was when it was cited, for one that is no longer in the library. */
  of(documentId: DocumentId, path: string): FolderPolicy
  /** Documents that questions may not see. */
  notAnswered(): readonly DocumentId[]
}

/** Kept until the catalog's revision changes; a changed policy changes it. */
export function createPolicies(catalog: Pick<Catalog, 'revision' | 'sources' | 'documents'>): Policies {
  let kept: { readonly revision: number; readonly byId: ReadonlyMap<DocumentId, FolderPolicy>; readonly ofPath: (path: string) => FolderPolicy; readonly notAnswered: readonly DocumentId[] } | undefined

  function current() {
    const { revision } = catalog
    if (kept?.revision === revision) return kept
    const folders = catalog.sources().flatMap(({ path, policy }) => (policy === undefined || isOpenPolicy(policy) ? [] : [{ path, policy }]))
    const ofPath = (path: string) => folders.reduce((policy, folder) => (isInside(folder.path, path) ? stricterPolicy(policy, folder.policy) : policy), OPEN_POLICY)
    const byId = new Map<DocumentId, FolderPolicy>()
    // A copy is not indexed: what is found stands for all copies, so the strictest of their folders counts.
    if (folders.length > 0) for (const { documentId, duplicateOf, path } of catalog.documents()) {
      const policy = ofPath(path)
      for (const id of duplicateOf === undefined ? [documentId] : [documentId, duplicateOf]) byId.set(id, stricterPolicy(byId.get(id) ?? OPEN_POLICY, policy))
    }
    kept = { revision, byId, ofPath, notAnswered: [...byId].filter(([, { answer }]) => !answer).map(([id]) => id) }
    return kept
  }

  return {
    of: (documentId, path) => stricterPolicy(current().byId.get(documentId) ?? OPEN_POLICY, current().ofPath(path)),
    notAnswered: () => current().notAnswered,
  }
}
