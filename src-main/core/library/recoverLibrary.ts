import path from 'node:path'
import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import { ROWS_LOST } from '../ingestion/restoreRows.ts'
import type { Catalog } from '../ports/Catalog.ts'
import type { FileSystem } from '../ports/FileSystem.ts'
import type { Logger } from '../ports/SystemPorts.ts'
import type { VectorStore } from '../ports/VectorStore.ts'
import { compareWithIndex } from './compareWithIndex.ts'

export interface RecoverDeps {
  readonly catalog: Catalog
  readonly vectorStore: VectorStore
  readonly fileSystem: FileSystem
  readonly logger: Logger
  readonly partsDir: string
  /** Whether rows can be made anew from stored text; where that text is doubtful too, files are read again. */
  readonly canRestore: boolean
}

/**
 * Makes index and catalog agree after whatever ended the last process, or damaged one of the two. The following round reads again what this marks; gives the
 * documents whose rows it makes anew from their stored text.
 */
export async function recoverLibrary({ catalog, vectorStore, fileSystem, logger, partsDir, canRestore }: RecoverDeps): Promise<readonly DocumentId[]> {
  // A folder was being taken out.
  const sources = new Set(catalog.sources().map(({ sourceId }) => sourceId))
  // Read once: in a large library each time costs a tenth of a second of the start.
  const all = catalog.stamps()
  const sourceless = all.filter(({ sourceId }) => !sources.has(sourceId))
  const stamps = all.filter(({ sourceId }) => sources.has(sourceId))
  if (sourceless.length > 0) catalog.erase(sourceless.map(({ documentId }) => documentId))
  const repairs = compareWithIndex(stamps, await vectorStore.describeDocuments(), vectorStore.fingerprint)
  // Marked before their rows go: a crash in between finds the mark, not a document without rows.
  const documentsOf = (documentIds: readonly DocumentId[]) => documentIds.flatMap((documentId) => catalog.document(documentId) ?? [])
  const marked = documentsOf(canRestore ? repairs.readAgain : [...repairs.readAgain, ...repairs.restore]).map((document) => ({ ...document, fingerprint: '', chunks: 0 }))
  const lost = documentsOf(canRestore ? repairs.restore : []).map((document) => ({ ...document, fingerprint: ROWS_LOST }))
  if (marked.length + lost.length > 0) await catalog.publish([...marked, ...lost].map((document) => ({ document })))
  if (repairs.removeRows.length > 0) await vectorStore.removeDocuments(repairs.removeRows)
  for (const { documentId, path: place } of repairs.relocate) await vectorStore.relocateDocument(documentId, { path: place, name: path.basename(place) })
  if (repairs.removeRows.length + marked.length + lost.length + repairs.relocate.length > 0) {
    logger.log('info', 'the index was brought in line with the catalog', { removed: repairs.removeRows.length, readAgain: marked.length, restored: lost.length, relocated: repairs.relocate.length })
  }
  const containers = new Set<string>(stamps.flatMap(({ parentId, state }) => (parentId === undefined || state === 'removed' ? [] : [parentId])))
  for (const { name } of await fileSystem.list(partsDir).catch(() => [])) {
    if (!containers.has(name)) await fileSystem.remove(path.join(partsDir, name))
  }
  return stamps.filter(({ state, fingerprint }) => state === 'indexed' && fingerprint === ROWS_LOST && canRestore).map(({ documentId }) => documentId).concat(lost.map(({ documentId }) => documentId))
}
