import path from 'node:path'
import type { DocumentId, FolderId } from '../../../src-shared/domain/ids.ts'
import type { Catalog, StoredDocument } from '../ports/Catalog.ts'
import type { Logger } from '../ports/SystemPorts.ts'
import type { VectorStore } from '../ports/VectorStore.ts'
import { isInside } from './isInside.ts'

/**
 * After the catalog was damaged and what could be read of it was saved: rows may be missing anywhere, and a page of text may have been overwritten without
 * any trace in the database. What the index says of each document is the second witness: a document whose units do not hold its chunks at their places is read
 * again, and one that the catalog lost keeps its id, so that older answers find it again.
 */
export async function recoverSalvaged({ catalog, vectorStore, logger }: { readonly catalog: Catalog; readonly vectorStore: VectorStore; readonly logger: Logger }): Promise<void> {
  restoreSources(catalog)
  const doubtful = await findDoubtful(catalog, vectorStore)
  if (doubtful.length > 0) await catalog.publish(doubtful.map((document) => ({ document: { ...document, fingerprint: '', chunks: 0 } })))
  const lost = await findLost(catalog, vectorStore)
  if (lost.length > 0) await catalog.publish(lost.map((document) => ({ document, units: [] })))
  logger.log('warn', 'the catalog was damaged and has been made anew of what is intact', { readAgain: doubtful.length, lost: lost.length })
}

/** A source whose row is lost is taken to be the innermost folder around its documents: never more than what was added. */
function restoreSources(catalog: Catalog): void {
  const known = new Set(catalog.sources().map(({ sourceId }) => sourceId))
  const orphans = new Map<FolderId, string[]>()
  for (const { sourceId, path: place, parentId } of catalog.stamps()) {
    if (!known.has(sourceId) && parentId === undefined) orphans.set(sourceId, [...orphans.get(sourceId) ?? [], path.dirname(place)])
  }
  for (const [sourceId, folders] of orphans) {
    let common = folders[0] ?? ''
    while (!folders.every((folder) => isInside(common, folder))) common = path.dirname(common)
    const isKnown = catalog.sources().some(({ path: place }) => place === common)
    if (!isKnown) catalog.saveSource({ sourceId, kind: 'folder', path: common, watched: true, reachable: true })
  }
}

async function findDoubtful(catalog: Catalog, vectorStore: VectorStore): Promise<StoredDocument[]> {
  const doubtful = new Set<DocumentId>()
  for await (const slice of catalog.documentSlices()) {
    for (const { documentId, state } of slice) {
      if (state !== 'indexed') continue
      try {
        const reports = new Map(catalog.unitReports(documentId).map(({ unit, chars }) => [unit, chars]))
        const units = catalog.units(documentId)
        if (units.length !== reports.size || units.some(({ unit, text }) => reports.get(unit) !== text.length)) doubtful.add(documentId)
      } catch {
        doubtful.add(documentId)
      }
    }
  }
  for await (const rows of vectorStore.chunkTexts()) {
    for (const { documentId, unit, charStart, charEnd, text } of rows) {
      if (!doubtful.has(documentId) && catalog.document(documentId) !== undefined && catalog.unit(documentId, unit)?.text.slice(charStart, charEnd) !== text) doubtful.add(documentId)
    }
    await new Promise((resolve) => { setTimeout(resolve, 0) })
  }
  return [...doubtful].flatMap((documentId) => catalog.document(documentId) ?? [])
}

/** Documents of which only the index knows: as removed ones, whose ids return with their files. */
async function findLost(catalog: Catalog, vectorStore: VectorStore): Promise<StoredDocument[]> {
  const sources = catalog.sources()
  return [...await vectorStore.describeDocuments()].flatMap(([documentId, { path: place, sha256 }]) => {
    const source = sources.find(({ path: folder }) => isInside(folder, place))
    if (source === undefined || catalog.document(documentId) !== undefined) return []
    return [{
      documentId, sourceId: source.sourceId, path: place, contentPath: place, sizeBytes: 0, modifiedMs: 0, inode: '', settled: false, sha256, mediaType: 'application/octet-stream', state: 'removed' as const,
      fingerprint: '', chunks: 0, opening: '', warnings: [], elapsedMs: 0,
    }]
  })
}
