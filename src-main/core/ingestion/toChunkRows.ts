import path from 'node:path'
import type { Chunk } from '../../../src-shared/domain/chunk.ts'
import type { ChunkId } from '../../../src-shared/domain/ids.ts'
import type { StoredDocument } from '../ports/Catalog.ts'
import type { ChunkRow } from '../ports/VectorStore.ts'
import { lexicalTextOf } from '../retrieval/chunkText.ts'
import { fileType } from './fileType.ts'

/** Index rows of a document. The same bytes give the same chunk ids, so that a row can be recognised across restarts. */
export function toChunkRows(document: StoredDocument, chunks: readonly Chunk[], vectors: readonly Float32Array[]): ChunkRow[] {
  const name = path.basename(document.path)
  const title = document.title ?? path.parse(name).name
  const created = document.created === undefined ? NaN : Date.parse(document.created)
  return chunks.map((chunk, index) => {
    const vector = vectors[index]
    if (vector === undefined) throw new RangeError('a chunk without its vector')
    return {
      chunkId: `${document.documentId}-${document.sha256.slice(0, 8)}-${chunk.ordinal}` as ChunkId,
      documentId: document.documentId, sha256: document.sha256, unit: chunk.anchor.unit, ordinal: chunk.ordinal,
      charStart: chunk.anchor.charStart, charEnd: chunk.anchor.charEnd,
      text: chunk.text, lexicalText: lexicalTextOf(chunk, document), vector,
      path: document.path, name, type: fileType(name, document.mediaType), title, author: document.author ?? '', language: document.language ?? '',
      dateMs: Number.isNaN(created) ? document.modifiedMs : created,
    }
  })
}
