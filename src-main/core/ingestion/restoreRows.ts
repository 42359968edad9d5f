import type { Chunk } from '../../../src-shared/domain/chunk.ts'
import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import type { Catalog } from '../ports/Catalog.ts'
import { embeddingTextOf } from '../retrieval/chunkText.ts'
import type { Publication } from './createPublisher.ts'
import type { EmbeddingBatcher, EmbedTask } from './createEmbeddingBatcher.ts'
import { toChunkRows } from './toChunkRows.ts'

/** Fingerprint of a document whose rows the index lost, while the catalog holds its text. */
export const ROWS_LOST = 'lost'

/** Cuts stored units as the reader cut them. */
export type ChunksOf = (units: readonly ParsedUnit[], signal?: AbortSignal) => Promise<readonly Chunk[]>

export interface RestoreDeps {
  readonly catalog: Pick<Catalog, 'document' | 'units'>
  readonly batcher: Pick<EmbeddingBatcher, 'embed' | 'hasRoom'>
  readonly chunksOf: ChunksOf
  readonly fingerprint: string
  readonly publish: (publication: Publication) => Promise<void>
}

/** Puts a document back into the index from its stored text; its file is not looked at, and may be out of reach. The caller holds its path. */
export async function restoreRows({ catalog, batcher, chunksOf, fingerprint, publish }: RestoreDeps, documentId: DocumentId, task: EmbedTask): Promise<void> {
  await batcher.hasRoom(task)
  const document = catalog.document(documentId)
  // Read anew, or gone, since it was marked.
  if (document?.state !== 'indexed' || document.fingerprint !== ROWS_LOST) return
  const chunks = await chunksOf(catalog.units(documentId), task.signal)
  const vectors = await batcher.embed(chunks.map(embeddingTextOf), task)
  const restored = { ...document, fingerprint, chunks: chunks.length }
  await publish({ changes: [{ document: restored }], rows: toChunkRows(restored, chunks, vectors), replaces: [documentId] })
}
