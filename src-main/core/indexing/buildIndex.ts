import path from 'node:path'
import type { Chunk } from '../../../src-shared/domain/chunk.ts'
import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import type { JobProgress } from '../../../src-shared/domain/job.ts'
import { chunkUnits, type ChunkSizes, type CountTokens } from '../ingestion/chunkUnits.ts'
import { toChunkRows } from '../ingestion/toChunkRows.ts'
import type { Catalog, DocumentStamp } from '../ports/Catalog.ts'
import type { ChunkRow } from '../ports/VectorStore.ts'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import { embeddingTextOf } from '../retrieval/chunkText.ts'
import type { OpenedIndex } from './OpenedIndex.ts'

export interface BuildIndexRequest {
  readonly catalog: Pick<Catalog, 'stamps' | 'document' | 'units'>
  /** Documents of this index are copied; files are not read again. */
  readonly from: string
  readonly to: OpenedIndex
  readonly sizes: ChunkSizes
  readonly countTokens: CountTokens
  readonly signal: AbortSignal
  readonly onProgress?: (progress: JobProgress) => void
}

/** A commit costs tens of milliseconds; what a crash loses is at most this many rows and one document. */
const ROWS_A_COMMIT = 64
/** Units cut at once before the thread is given back: some milliseconds. */
const UNITS_AT_ONCE = 8

/**
 * Makes an index hold the chunks of every document that another one holds, cut and embedded anew from the stored text. What it holds already is left, so
 * that a build which was interrupted goes on; documents that change meanwhile are looked at again until nothing is left to do.
 */
export async function buildIndex(request: BuildIndexRequest): Promise<void> {
  const { catalog, to, signal, onProgress } = request
  /** Documents whose text gives no chunk: nothing will ever stand for them in the index. */
  const empty = new Set<string>()
  for (;;) {
    const { missing, total, ended } = await compare(request, empty)
    if (ended.length > 0) await to.store.removeDocuments(ended)
    if (missing.length === 0) return
    let done = total - missing.length
    onProgress?.({ stage: 'embed', done, total, unit: 'documents' })
    let rows: ChunkRow[] = []
    let documentIds: DocumentId[] = []
    const commit = async () => {
      if (documentIds.length > 0) await to.store.replaceDocuments(documentIds, rows)
      rows = []
      documentIds = []
    }
    for (const { documentId } of missing) {
      signal.throwIfAborted()
      const document = catalog.document(documentId)
      if (document?.state === 'indexed') {
        const chunks = await chunksOf(catalog.units(documentId), request)
        const vectors = chunks.length === 0 ? [] : await to.embedder.embedPassages(chunks.map(embeddingTextOf), { priority: 'background', signal })
        if (chunks.length === 0) empty.add(`${documentId} ${document.sha256}`)
        rows.push(...toChunkRows(document, chunks, vectors))
        documentIds.push(documentId)
        if (rows.length >= ROWS_A_COMMIT) await commit()
      }
      onProgress?.({ stage: 'embed', done: ++done, total, unit: 'documents' })
    }
    await commit()
  }
}

async function compare({ catalog, from, to }: BuildIndexRequest, empty: ReadonlySet<string>) {
  const held = await to.store.describeDocuments()
  const wanted = new Map<DocumentId, DocumentStamp>()
  for (const stamp of catalog.stamps()) if (stamp.state === 'indexed' && stamp.fingerprint === from) wanted.set(stamp.documentId, stamp)
  const missing: DocumentStamp[] = []
  for (const stamp of wanted.values()) {
    const rows = held.get(stamp.documentId)
    if (rows?.sha256 !== stamp.sha256) {
      if (stamp.chunks > 0 && !empty.has(`${stamp.documentId} ${stamp.sha256}`)) missing.push(stamp)
    } else if (rows.path !== stamp.path) {
      await to.store.relocateDocument(stamp.documentId, { path: stamp.path, name: path.basename(stamp.path) })
    }
  }
  return { missing, total: wanted.size, ended: [...held.keys()].filter((documentId) => !wanted.has(documentId)) }
}

/** Cuts stored units as the reader cut them, giving the thread back now and then. */
export async function chunksOf(units: readonly ParsedUnit[], { sizes, countTokens, signal }: Pick<BuildIndexRequest, 'sizes' | 'countTokens'> & { readonly signal?: AbortSignal | undefined }): Promise<Chunk[]> {
  const chunks: Chunk[] = []
  for (let start = 0; start < units.length; start += UNITS_AT_ONCE) {
    for (const chunk of chunkUnits(units.slice(start, start + UNITS_AT_ONCE), sizes, countTokens)) chunks.push({ ...chunk, ordinal: chunks.length })
    // A document of thousands of pages must not hold up questions.
    await new Promise((resolve) => { setTimeout(resolve, 0) })
    signal?.throwIfAborted()
  }
  return chunks
}
