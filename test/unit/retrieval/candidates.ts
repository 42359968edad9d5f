import type { ChunkId, DocumentId } from '../../../src-shared/domain/ids.ts'
import type { ScoredChunk } from '../../../src-main/core/ports/VectorStore.ts'
import type { Candidate } from '../../../src-main/core/retrieval/fuseRankings.ts'

type Row = ScoredChunk['row']

/** A row with only what a test is about. */
export function row(id: string, fields: Partial<Row> = {}): Row {
  const text = fields.text ?? `text of ${id}`
  return {
    chunkId: id as ChunkId, documentId: 'document' as DocumentId, sha256: 'a'.repeat(64), unit: 1, ordinal: 0, charStart: 0, charEnd: text.length, text, lexicalText: text,
    path: '/library/document.txt', name: 'document.txt', type: 'txt', title: '', author: '', language: 'en', dateMs: 0, ...fields,
  }
}

export function hit(id: string, score: number): ScoredChunk {
  return { row: row(id), score }
}

export function candidate(id: string, score: number, documentId = 'document', fields: Partial<Row> = {}): Candidate {
  return { row: row(id, { documentId: documentId as DocumentId, ...fields }), score, trace: { fused: score } }
}

export function ids(candidates: readonly Candidate[]): string[] {
  return candidates.map((each) => each.row.chunkId)
}
