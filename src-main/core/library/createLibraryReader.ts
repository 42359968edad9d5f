import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import type { Staleness } from '../../../src-shared/domain/passage.ts'
import { NEAR_DUPLICATE_SIMILARITY, similarityOf } from '../ingestion/minHash.ts'
import type { Catalog, StoredDocument } from '../ports/Catalog.ts'
import type { FileSystem } from '../ports/FileSystem.ts'
import type { DocumentSummary, LibraryReader } from '../ports/LibraryReader.ts'
import { definedOnly } from './definedOnly.ts'

/**
 * The library as questions see it. Summaries are kept until the revision changes: a question looks up dozens of documents, and a list of
 * ten thousand costs the database about 50 ms.
 */
export function createLibraryReader(catalog: Catalog, fileSystem: FileSystem): LibraryReader {
  let kept: { readonly revision: number; readonly byId: ReadonlyMap<DocumentId, DocumentSummary>; readonly list: readonly DocumentSummary[]; readonly unreadable: number; /** Those that were asked for. */ readonly signatures: Map<DocumentId, Uint32Array | undefined> } | undefined
  /** Hashes of files whose time or size differs from the indexed one, by path; valid while the file stays as it was then. */
  const hashes = new Map<string, { readonly sizeBytes: number; readonly modifiedMs: number; readonly sha256: string }>()

  function current() {
    if (kept?.revision === catalog.revision) return kept
    const all = catalog.documents()
    const list = all.filter(({ state }) => state === 'indexed').map(toSummary)
    kept = { revision: catalog.revision, list, byId: new Map(list.map((summary) => [summary.documentId, summary])), unreadable: all.filter(({ state }) => state === 'failed' || state === 'skipped').length, signatures: new Map() }
    return kept
  }

  async function staleness(documentId: DocumentId): Promise<Staleness> {
    const cited = catalog.document(documentId)
    if (cited === undefined || cited.state === 'removed') return 'missing'
    // Bytes inside another file are as fresh as the file on disk around them.
    let document: StoredDocument = cited
    for (let depth = 0; document.parentId !== undefined && depth < 16; depth++) {
      const container = catalog.document(document.parentId)
      if (container === undefined || container.state === 'removed') return 'missing'
      document = container
    }
    try {
      const facts = await fileSystem.stat(document.path)
      if (facts === undefined) return 'missing'
      if (facts.sizeBytes === document.sizeBytes && facts.modifiedMs === document.modifiedMs && document.settled) return false
      if (facts.sizeBytes !== document.sizeBytes) return 'changed'
      const known = hashes.get(document.path)
      if (known?.sizeBytes === facts.sizeBytes && known.modifiedMs === facts.modifiedMs && document.settled) return known.sha256 === document.sha256 ? false : 'changed'
      const { sha256 } = await fileSystem.hash(document.path)
      if (hashes.size > 1000) hashes.clear()
      hashes.set(document.path, { sizeBytes: facts.sizeBytes, modifiedMs: facts.modifiedMs, sha256 })
      return sha256 === document.sha256 ? false : 'changed'
    } catch {
      // A file that cannot be opened cannot be shown as the source.
      return 'missing'
    }
  }

  return {
    get revision() { return catalog.revision },
    document: (documentId) => current().byId.get(documentId),
    documents: () => current().list,
    unreadable: () => current().unreadable,
    unit: (documentId, unit) => (current().byId.has(documentId) ? catalog.unit(documentId, unit) : undefined),
    areVersions(one, other) {
      const [left, right] = [signatureOf(one), signatureOf(other)]
      return one !== other && left !== undefined && right !== undefined && similarityOf(left, right) >= NEAR_DUPLICATE_SIMILARITY
    },
    staleness,
  }

  function signatureOf(documentId: DocumentId): Uint32Array | undefined {
    const { signatures } = current()
    if (!signatures.has(documentId)) signatures.set(documentId, catalog.document(documentId)?.signature)
    return signatures.get(documentId)
  }
}

function toSummary(document: StoredDocument): DocumentSummary {
  return definedOnly({
    documentId: document.documentId, path: document.path, sha256: document.sha256, mediaType: document.mediaType, sizeBytes: document.sizeBytes,
    title: document.title, author: document.author, created: document.created, modified: new Date(document.modifiedMs).toISOString(), language: document.language,
    opening: document.opening, chunks: document.chunks,
  })
}
