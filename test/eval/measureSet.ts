import { createHash } from 'node:crypto'
import type { EvaluationRun } from '../../src-main/core/evaluation/EvaluationRun.ts'
import { scoreRetrieval } from '../../src-main/core/evaluation/scoreRetrieval.ts'
import { summariseRun } from '../../src-main/core/evaluation/summariseRun.ts'
import { DEFAULT_CHUNKING, type CountTokens } from '../../src-main/core/ingestion/chunkUnits.ts'
import type { Embedder } from '../../src-main/core/ports/Embedder.ts'
import { createRetriever } from '../../src-main/core/retrieval/createRetriever.ts'
import { retrievalFingerprint, type RetrievalConfig } from '../../src-main/core/retrieval/retrievalConfig.ts'
import type { SearchMode } from '../../src-shared/domain/passage.ts'
import type { EvaluationSet } from './EvaluationSet.ts'
import { buildMemoryLibrary, type MemoryLibrary } from './MemoryLibrary.ts'

export interface MeasureOptions {
  readonly embedder: Embedder
  readonly countTokens: CountTokens
  readonly config: RetrievalConfig
}

/** Deep enough to rank the documents of a small library, not only its passages. */
const DEPTH = 100

export async function openSet(set: EvaluationSet, { embedder, countTokens }: MeasureOptions): Promise<MemoryLibrary> {
  return buildMemoryLibrary(set, { embedder, countTokens, sizes: DEFAULT_CHUNKING })
}

/** Retrieval over one set in one mode: every answerable question, searched as `cli search` does. */
export async function measureSet(set: EvaluationSet, library: MemoryLibrary, mode: SearchMode, { embedder, config }: MeasureOptions): Promise<EvaluationRun> {
  const retriever = createRetriever({ store: library.store, reader: library.reader, embedder, config, clock: { now: Date.now, monotonic: () => performance.now() } })
  const results = []
  for (const question of set.questions.filter(({ answerable }) => answerable)) {
    const { passages } = await retriever.search({ query: question.question, k: DEPTH, mode })
    const scores = scoreRetrieval(question, passages.map(({ documentId, anchor, text }) => ({ document: documentId, unit: anchor.unit, text })))
    results.push({ id: question.id, scores, ...(question.type === undefined ? {} : { type: question.type }) })
  }
  return summariseRun(results, {
    questionSet: { sha256: createHash('sha256').update(JSON.stringify(set.questions.map(({ id, question }) => [id, question]))).digest('hex'), questions: results.length },
    config: { retrieval: { ...config, fingerprint: retrievalFingerprint(config) }, embedding: embedder.identity.fingerprint, mode },
  })
}
