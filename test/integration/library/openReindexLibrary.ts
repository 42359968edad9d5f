import { compilePatterns } from '../../../src-main/adapters/folderRules/compilePatterns.ts'
import { createHash } from 'node:crypto'
import path from 'node:path'
import { openVectorStore } from '../../../src-main/adapters/lance/openVectorStore.ts'
import { createFileSystem } from '../../../src-main/adapters/node/createFileSystem.ts'
import { randomIds } from '../../../src-main/adapters/node/randomIds.ts'
import { systemClock } from '../../../src-main/adapters/node/systemClock.ts'
import { openCatalog } from '../../../src-main/adapters/sqlite/openCatalog.ts'
import { createEventHub } from '../../../src-main/core/EventHub.ts'
import { createActiveIndex } from '../../../src-main/core/indexing/createActiveIndex.ts'
import { createIndexDesk } from '../../../src-main/core/indexing/createIndexDesk.ts'
import { createQuietGate } from '../../../src-main/core/indexing/createQuietGate.ts'
import { createReindexing, type ReindexingDeps } from '../../../src-main/core/indexing/createReindexing.ts'
import type { OpenedIndex } from '../../../src-main/core/indexing/OpenedIndex.ts'
import type { JobKind } from '../../../src-main/core/jobs/JobKind.ts'
import { createLibrary } from '../../../src-main/core/library/createLibrary.ts'
import type { IndexReference } from '../../../src-main/core/ports/Catalog.ts'
import type { Embedder } from '../../../src-main/core/ports/Embedder.ts'
import type { EngineEvent } from '../../../src-shared/domain/event.ts'
import type { ModelEntry } from '../../../src-shared/domain/model.ts'
import { DEFAULT_SETTINGS } from '../../../src-shared/domain/settings.ts'
import { plainParser } from './openTestLibrary.ts'

const DIMENSIONS = 64

/** Words as directions: texts that share words are near. Each model has its own directions; `broken` gives every text the same vector. */
export function wordEmbedder(model: string, embedded: string[]): Embedder {
  const directions = new Map<string, Float32Array>()
  function directionOf(word: string): Float32Array {
    const known = directions.get(word)
    if (known !== undefined) return known
    const bytes = [0, 1].flatMap((part) => [...createHash('sha256').update(`${model} ${part} ${word}`).digest()])
    const direction = Float32Array.from(bytes, (byte) => byte - 127.5)
    directions.set(word, direction)
    return direction
  }
  function vectorOf(text: string): Float32Array {
    const sum = new Float32Array(DIMENSIONS).fill(1)
    if (model !== 'broken') for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) directionOf(word).forEach((value, index) => { sum[index] = (sum[index] ?? 0) + value })
    const length = Math.hypot(...sum)
    return sum.map((value) => value / length)
  }
  return {
    identity: { model, sha256: model, runtime: 'onnx', quantisation: '', dimensions: DIMENSIONS, contextTokens: 512, queryPrefix: '', passagePrefix: '', fingerprint: model },
    async embedPassages(texts, options) {
      // A turn of the event loop each: what runs beside it gets its chance between two documents.
      await new Promise((resolve) => { setImmediate(resolve) })
      options?.signal?.throwIfAborted()
      embedded.push(...texts)
      return texts.map(vectorOf)
    },
    embedQuery: async (text) => vectorOf(text),
    close: async () => undefined,
  }
}

const entry = (name: string, languages: 'en' | 'multilingual'): ModelEntry => ({
  name, role: 'embedding', path: '', sizeBytes: 1, sha256: name, licence: '', source: '', bundled: true, active: false, contextTokens: 512, dimensions: DIMENSIONS, languages,
})
const MODELS = [entry('english', 'en'), entry('manifold', 'multilingual'), entry('broken', 'en')]

/** A library on real SQLite and LanceDB whose index can be made anew by the embedders `english`, `manifold` and `broken`. */
export async function openReindexLibrary(dataDir: string, options: { readonly isAutomatic?: boolean; readonly judge?: ReindexingDeps['judge']; readonly onOverride?: ReindexingDeps['onOverride'] } = {}) {
  const logger = { log: () => undefined }
  const { catalog } = openCatalog(path.join(dataDir, 'catalog.db'))
  const embedded: string[] = []
  async function open(reference: IndexReference): Promise<OpenedIndex> {
    return { reference, embedder: wordEmbedder(reference.model, embedded), store: await openVectorStore({ indexDir: path.join(dataDir, 'index'), fingerprint: reference.fingerprint, dimensions: DIMENSIONS }) }
  }
  const sizes = { targetTokens: 50, maxTokens: 100, overlapTokens: 0 }
  const referenceFor = (model: string): IndexReference => ({ fingerprint: model, model, runtime: null, chunking: sizes })
  if (catalog.indexes().current === undefined) catalog.moveIndex(referenceFor('english'))
  const active = createActiveIndex(await open(catalog.indexes().current ?? referenceFor('english')))
  const fileSystem = createFileSystem()
  const gate = createQuietGate()
  const events = createEventHub<EngineEvent>(logger)
  const reindexing = createReindexing({
    catalog, active, gate, open, discard: ({ fingerprint }) => fileSystem.remove(path.join(dataDir, 'index', fingerprint)), referenceFor, models: () => MODELS, chosen: () => (options.isAutomatic === true ? null : active.current().reference.model),
    sizes: () => sizes, countTokens: async () => (text) => text.split(/\s+/).length, onMoved: () => undefined, logger,
    ...(options.judge === undefined ? {} : { judge: options.judge }), ...(options.onOverride === undefined ? {} : { onOverride: options.onOverride }),
  })
  const library = await createLibrary({
    dataDir, catalog, vectorStore: active.store, parser: plainParser, embedder: active.embedder, fileSystem, compilePatterns, clock: systemClock, ids: randomIds, logger,
    reading: () => DEFAULT_SETTINGS.reading, chunking: { targetTokens: 50, maxTokens: 100, overlapTokens: 0, tokenizer: 'test' }, emit: (event) => events.publish(event), gate, jobKinds: [reindexing.kind as JobKind],
  })
  const desk = createIndexDesk({ library, reindexing, events, languageOf: (question) => (/\b(?:der|die|das)\b/i.test(question) ? 'de' : 'en') })
  library.start({ sync: false })
  return {
    catalog, active, library, events, embedded, desk,
    reindex: (embedding: string | null, override: string | null = null) => desk.reindex({ embedding, override, isRollback: false }),
    rollback: () => desk.reindex({ embedding: null, override: null, isRollback: true }),
    async close() {
      desk.close()
      await library.close()
      await active.close()
      catalog.close()
    },
  }
}

export type ReindexLibrary = Awaited<ReturnType<typeof openReindexLibrary>>
