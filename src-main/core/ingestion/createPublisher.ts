import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import type { Catalog, DocumentChange } from '../ports/Catalog.ts'
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
  /** Resolves when the document is in the index and the catalog. */
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
    const group = waiting.slice(0, GROUP_DOCUMENTS)
    waiting = waiting.slice(GROUP_DOCUMENTS)
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
      await catalog.publish(changes)
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
