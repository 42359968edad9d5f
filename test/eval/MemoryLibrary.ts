import { createHash } from 'node:crypto'
import type { ChunkId, DocumentId } from '../../src-shared/domain/ids.ts'
import type { ParsedUnit } from '../../src-shared/domain/unit.ts'
import { narrowAnchor } from '../../src-shared/domain/narrowAnchor.ts'
import type { Chunk } from '../../src-shared/domain/chunk.ts'
import { chunkUnits, type ChunkSizes, type CountTokens } from '../../src-main/core/ingestion/chunkUnits.ts'
import type { Embedder } from '../../src-main/core/ports/Embedder.ts'
import type { DocumentSummary, LibraryReader } from '../../src-main/core/ports/LibraryReader.ts'
import type { ChunkRow } from '../../src-main/core/ports/VectorStore.ts'
import { NEAR_DUPLICATE_SIMILARITY, signatureOf, similarityOf } from '../../src-main/core/ingestion/minHash.ts'
import { embeddingTextOf, lexicalTextOf } from '../../src-main/core/retrieval/chunkText.ts'
import type { EvaluationDocument, EvaluationSet } from './EvaluationSet.ts'
import { MemoryVectorStore } from './MemoryVectorStore.ts'

export interface MemoryLibrary {
  readonly store: MemoryVectorStore
  readonly reader: LibraryReader
  readonly chunks: number
}

export interface MemoryLibraryOptions {
  readonly embedder: Embedder
  readonly sizes: ChunkSizes
  readonly countTokens: CountTokens
  readonly onProgress?: (text: string) => void
}

/** A whole library in memory from a set's documents: the product's chunker, texts and embedder, no disk. */
export async function buildMemoryLibrary(set: EvaluationSet, options: MemoryLibraryOptions): Promise<MemoryLibrary> {
  const { embedder } = options
  const store = new MemoryVectorStore(embedder.identity.fingerprint)
  const documents = new Map<DocumentId, { readonly summary: DocumentSummary; readonly units: readonly ParsedUnit[] }>()
  const rows: ChunkRow[] = []
  for (const document of set.documents) {
    const chunks = set.isWhole === true ? wholeChunks(document, options.countTokens) : chunkUnits(document.units, options.sizes, options.countTokens)
    const summary = summaryOf(document, chunks.length)
    documents.set(summary.documentId, { summary, units: document.units })
    options.onProgress?.(`${set.name}: ${document.name}, ${chunks.length} chunks`)
    const vectors = await embedder.embedPassages(chunks.map(embeddingTextOf))
    for (const [index, chunk] of chunks.entries()) rows.push(rowOf(chunk, summary, vectors[index] ?? new Float32Array()))
  }
  await store.replaceDocuments([], rows)
  const signatures = new Map([...documents].map(([id, { units }]) => [id, signatureOf(units) ?? new Uint32Array()]))
  const signature = (id: DocumentId) => signatures.get(id) ?? new Uint32Array()
  return {
    store, chunks: rows.length,
    reader: {
      revision: 1,
      document: (id) => documents.get(id)?.summary,
      documents: () => [...documents.values()].map(({ summary }) => summary).sort((a, b) => (a.path < b.path ? -1 : 1)),
      unreadable: () => 0,
      unit: (id, unit) => documents.get(id)?.units.find((candidate) => candidate.unit === unit),
      areVersions: (one, other) => one !== other && similarityOf(signature(one), signature(other)) >= NEAR_DUPLICATE_SIMILARITY,
      staleness: () => Promise.resolve(false),
    },
  }
}

function wholeChunks(document: EvaluationDocument, countTokens: CountTokens): Chunk[] {
  return document.units.map((unit, ordinal) => ({ ordinal, anchor: narrowAnchor(unit, 0, unit.text.length), text: unit.text, headings: [], context: '', tokens: countTokens(unit.text) }))
}

function summaryOf(document: EvaluationDocument, chunks: number): DocumentSummary {
  const text = document.units.map((unit) => unit.text).join('\n')
  return {
    documentId: document.name as DocumentId, path: `/library/${document.name}`, sha256: createHash('sha256').update(text).digest('hex'), mediaType: 'text/plain', sizeBytes: text.length,
    modified: document.created ?? '2024-01-01T00:00:00Z', opening: document.units.find((unit) => unit.text.trim() !== '')?.text.slice(0, 600) ?? '', chunks,
    ...(document.title === undefined ? {} : { title: document.title }),
    ...(document.author === undefined ? {} : { author: document.author }),
    ...(document.created === undefined ? {} : { created: document.created }),
    ...(document.language === undefined ? {} : { language: document.language }),
  }
}

function rowOf(chunk: Chunk, summary: DocumentSummary, vector: Float32Array): ChunkRow {
  const name = summary.path.slice(summary.path.lastIndexOf('/') + 1)
  return {
    chunkId: `${summary.documentId}:${String(chunk.ordinal).padStart(5, '0')}` as ChunkId, documentId: summary.documentId, sha256: summary.sha256,
    unit: chunk.anchor.unit, ordinal: chunk.ordinal, charStart: chunk.anchor.charStart, charEnd: chunk.anchor.charEnd,
    text: chunk.text, lexicalText: lexicalTextOf(chunk, summary), vector, path: summary.path, name, type: /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? 'txt',
    title: summary.title ?? '', author: summary.author ?? '', language: summary.language ?? '', dateMs: Date.parse(summary.created ?? summary.modified),
  }
}
