import path from 'node:path'
import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import type { Catalog, StoredDocument } from '../ports/Catalog.ts'
import type { FileSystem } from '../ports/FileSystem.ts'
import type { KeyedLock } from './createKeyedLock.ts'
import { Superseded, type Publication } from './createPublisher.ts'
import { isAtItsPlace } from './isAtItsPlace.ts'
import { descendantsOf, planRemoval, type RemovalMark } from './planRemoval.ts'

export interface RemovalDeps {
  readonly catalog: Catalog
  readonly fileSystem: FileSystem
  /** Where bytes of documents inside others are kept. */
  readonly partsDir: string
  /** One task a path at a time. */
  readonly paths: KeyedLock
  readonly publish: (publication: Publication) => Promise<void>
}

/** See `Ingestion.remove`. */
export function createRemoval(deps: RemovalDeps): (documentIds: readonly DocumentId[], mark: RemovalMark) => Promise<StoredDocument[]> {
  const { catalog, fileSystem, paths } = deps

  return async function remove(documentIds, mark) {
    // A file that another job is reading right now may be back: whoever comes second sees what the first one left.
    const leaves: (() => void)[] = []
    const places = new Map(documentIds.flatMap((documentId) => catalog.document(documentId) ?? []).map((document) => [document.path, document.documentId]))
    try {
      // In one order for everybody, so that two removals cannot wait for each other.
      for (const place of [...places.keys()].sort()) leaves.push(await paths.enter(place))
      return await removeHeld([...places.values()], mark)
    } catch (error) {
      if (!(error instanceof Superseded)) throw error
    } finally {
      for (const leave of leaves) leave()
    }
    // One of them was moved or read anew meanwhile: it is looked at again where it is now.
    return await remove(documentIds, mark)
  }

  async function removeHeld(documentIds: readonly DocumentId[], mark: RemovalMark): Promise<StoredDocument[]> {
    const gone = new Map<DocumentId, StoredDocument>()
    for (const documentId of documentIds) {
      const document = catalog.document(documentId)
      if (document === undefined || document.state === 'removed') continue
      if (mark === 'gone' && document.parentId === undefined && await isAtItsPlace(fileSystem, document.path, casefolded(document.path)) && !isLeftOut(document)) continue
      for (const each of [document, ...descendantsOf(catalog, documentId)]) gone.set(each.documentId, each)
    }
    if (gone.size === 0) return []
    const { publication, reports, ended } = planRemoval(catalog, gone, mark)
    for (const documentId of ended) await fileSystem.remove(path.join(deps.partsDir, documentId))
    await deps.publish({ ...publication, expects: [...gone.values()] })
    return reports
  }
}

/** Another spelling of the same name, to have the folder's listing decide. */
function casefolded(file: string): string {
  return file === file.toLowerCase() ? file.toUpperCase() : file.toLowerCase()
}

/** Reported without being read (a link, a closed folder): what became of it is not told by its bytes. */
function isLeftOut({ sha256 }: StoredDocument): boolean {
  return sha256 === ''
}
