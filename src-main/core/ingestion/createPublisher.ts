import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import type { Catalog, DocumentChange, StoredDocument } from '../ports/Catalog.ts'
import type { ChunkRow, VectorStore } from '../ports/VectorStore.ts'

/** All that one document's publication changes. */
export interface Publication {
  readonly changes: readonly DocumentChange[]
  readonly rows: readonly ChunkRow[]
  /** Documents whose rows end with this publication (replaced by `rows`, or removed). */
  readonly replaces: readonly DocumentId[]
  readonly relocations?: readonly { readonly documentId: DocumentId; readonly path: string; readonly name: string }[]
  /** Rows of the catalog that go without a trace. */
  readonly erases?: readonly DocumentId[]
  /** Documents as they were when this was planned: if one of them is another by now (moved, read anew, gone), nothing is written. */
  readonly expects?: readonly StoredDocument[]
}

/** What a publication was planned from has changed before its turn came: to be planned anew. */
export class Superseded extends Error {
  override readonly name = 'Superseded'
}

/** A commit of Lance costs tens of milliseconds and leaves a fragment: during a backlog documents share one. */
const GROUP_DOCUMENTS = 64
const GROUP_ROWS = 2000
const GROUP_WAIT_MS = 400

export interface PublisherDeps {
  readonly catalog: Catalog
  readonly vectorStore: VectorStore
  /** Whether more documents are on their way: then a group may wait to fill. */
  readonly hasBacklog: () => boolean
  /** After each flush, with what it published. Must not throw. */
  readonly onPublished: (changes: readonly DocumentChange[]) => void
}

export interface Publisher {
  /** Resolves when the document is in the index and the catalog. Rejects with Superseded. */
  publish(publication: Publication): Promise<void>
  /** Writes what waits at once. */
  flush(): void
  /** Milliseconds spent writing so far. */
  readonly writeMs: number
}

/**
 * The only writer of documents. Order: rows of the index first (one commit for the group), then the catalog's transaction that makes them current. A
 * crash between the two leaves rows whose content hash the catalog does not name: searches ignore them, the next start sweeps
 * them. The other order would leave documents that claim rows that are not there.
 */
export function createPublisher({ catalog, vectorStore, hasBacklog, onPublished }: PublisherDeps, now: () => number): Publisher {
  let waiting: { readonly publication: Publication; readonly resolve: () => void; readonly reject: (error: unknown) => void }[] = []
  let isWriting = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let writeMs = 0

  function consider(): void {
    if (isWriting || waiting.length === 0) return
    const rows = waiting.reduce((sum, { publication }) => sum + publication.rows.length, 0)
    if (waiting.length >= GROUP_DOCUMENTS || rows >= GROUP_ROWS || !hasBacklog()) void write()
    else timer ??= setTimeout(() => { timer = undefined; void write() }, GROUP_WAIT_MS)
  }

  async function write(): Promise<void> {
    if (isWriting || waiting.length === 0) return
    clearTimeout(timer)
    timer = undefined
    isWriting = true
    const next = waiting.slice(0, untilConflict(waiting.map(({ publication }) => publication)))
    waiting = waiting.slice(next.length)
    const group = next.filter(({ publication }) => !isSuperseded(publication, catalog))
    for (const entry of next) if (!group.includes(entry)) entry.reject(new Superseded())
    const publications = group.map(({ publication }) => publication)
    const started = now()
    try {
      const changes = publications.flatMap((publication) => publication.changes)
      const replaces = [...new Set(publications.flatMap((publication) => publication.replaces))]
      const rows = publications.flatMap((publication) => publication.rows)
      if (replaces.length > 0 || rows.length > 0) await vectorStore.replaceDocuments(replaces, rows)
      for (const { documentId, path, name } of publications.flatMap(({ relocations = [] }) => relocations)) await vectorStore.relocateDocument(documentId, { path, name })
      const erases = publications.flatMap((publication) => publication.erases ?? [])
      if (erases.length > 0) catalog.erase(erases)
      if (group.length > 0) await catalog.publish(changes)
      writeMs += now() - started
      onPublished(changes)
      for (const { resolve } of group) resolve()
    } catch (error) {
      for (const { reject } of group) reject(error)
    } finally {
      isWriting = false
      consider()
    }
  }

  return {
    publish: (publication) => new Promise((resolve, reject) => {
      waiting.push({ publication, resolve, reject })
      consider()
    }),
    flush: () => { void write() },
    get writeMs() { return writeMs },
  }
}

/** How many may be written together: of two that concern the same document the second has to see what the first one wrote. */
function untilConflict(publications: readonly Publication[]): number {
  const touched = new Set<DocumentId>()
  for (const [index, { changes, replaces, erases = [], expects = [] }] of publications.entries()) {
    const own = new Set([...changes.map(({ document }) => document.documentId), ...replaces, ...erases, ...expects.map(({ documentId }) => documentId)])
    if (index >= GROUP_DOCUMENTS || !own.isDisjointFrom(touched)) return index
    for (const documentId of own) touched.add(documentId)
  }
  return publications.length
}

function isSuperseded({ expects = [] }: Publication, catalog: Pick<Catalog, 'document'>): boolean {
  return expects.some(({ documentId, path, sha256, state, fingerprint }) => {
    const now = catalog.document(documentId)
    return now === undefined || now.path !== path || now.sha256 !== sha256 || now.state !== state || now.fingerprint !== fingerprint
  })
}
