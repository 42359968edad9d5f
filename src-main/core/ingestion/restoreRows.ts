import type { Chunk } from '../../../src-shared/domain/chunk.ts'
import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import type { Catalog, StoredDocument } from '../ports/Catalog.ts'
import type { Publication } from './createPublisher.ts'
import type { EmbeddingBatcher, EmbedTask } from './createEmbeddingBatcher.ts'
import type { embedResumably } from './embedResumably.ts'
import { toChunkRows } from './toChunkRows.ts'

/** Fingerprint of a document whose rows the index lost, while the catalog holds its text. */
export const ROWS_LOST = 'lost'

/** Cuts stored units as the reader cut them. */
export type ChunksOf = (units: readonly ParsedUnit[], signal?: AbortSignal) => Promise<readonly Chunk[]>

export interface RestoreDeps {
  readonly catalog: Pick<Catalog, 'document' | 'units'>
  readonly hasRoom: EmbeddingBatcher['hasRoom']
  readonly embed: (document: StoredDocument, chunks: readonly Chunk[], task: EmbedTask) => ReturnType<typeof embedResumably>
  readonly chunksOf: ChunksOf
  readonly fingerprint: string
  readonly publish: (publication: Publication) => Promise<void>
}

/** Puts a document back into the index from its stored text; its file is not looked at, and may be out of reach. The caller holds its path. */
export async function restoreRows({ catalog, hasRoom, embed, chunksOf, fingerprint, publish }: RestoreDeps, documentId: DocumentId, task: EmbedTask): Promise<void> {
  await hasRoom(task)
  const document = catalog.document(documentId)
  // Read anew, or gone, since it was marked.
  if (document?.state !== 'indexed' || document.fingerprint !== ROWS_LOST) return
  const chunks = await chunksOf(catalog.units(documentId), task.signal)
  const { vectors, forget } = await embed(document, chunks, task)
  const restored = { ...document, fingerprint, chunks: chunks.length }
  await publish({ changes: [{ document: restored }], rows: toChunkRows(restored, chunks, vectors), replaces: [documentId], expects: [document] })
  forget()
}
