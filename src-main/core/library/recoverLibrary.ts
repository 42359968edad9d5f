import path from 'node:path'
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
}

/** Makes index and catalog agree after whatever ended the last process. The following sync reads again what this marks. */
export async function recoverLibrary({ catalog, vectorStore, fileSystem, logger, partsDir }: RecoverDeps): Promise<void> {
  // A folder was being taken out.
  const sources = new Set(catalog.sources().map(({ sourceId }) => sourceId))
  // Read once: in a large library each time costs a tenth of a second of the start.
  const all = catalog.stamps()
  const sourceless = all.filter(({ sourceId }) => !sources.has(sourceId))
  const stamps = all.filter(({ sourceId }) => sources.has(sourceId))
  if (sourceless.length > 0) catalog.erase(sourceless.map(({ documentId }) => documentId))
  const repairs = compareWithIndex(stamps, await vectorStore.describeDocuments(), vectorStore.fingerprint)
  // Marked before their rows go: a crash in between finds the mark, not a document without rows.
  const marked = repairs.readAgain.flatMap((documentId) => catalog.document(documentId) ?? [])
  if (marked.length > 0) await catalog.publish(marked.map((document) => ({ document: { ...document, fingerprint: '', chunks: 0 } })))
  if (repairs.removeRows.length > 0) await vectorStore.removeDocuments(repairs.removeRows)
  for (const { documentId, path: place } of repairs.relocate) await vectorStore.relocateDocument(documentId, { path: place, name: path.basename(place) })
  if (repairs.removeRows.length + marked.length + repairs.relocate.length > 0) {
    logger.log('info', 'the index was brought in line with the catalog', { removed: repairs.removeRows.length, readAgain: marked.length, relocated: repairs.relocate.length })
  }
  const containers = new Set<string>(stamps.flatMap(({ parentId, state }) => (parentId === undefined || state === 'removed' ? [] : [parentId])))
  for (const { name } of await fileSystem.list(partsDir).catch(() => [])) {
    if (!containers.has(name)) await fileSystem.remove(path.join(partsDir, name))
  }
}
