import type { ModelDevice } from '../../core/ports/ModelDevice.ts'
import type { Reranker } from '../../core/ports/Reranker.ts'
import type { LlamaRuntime } from './LlamaRuntime.ts'

export interface LlamaRerankerOptions {
  readonly runtime: LlamaRuntime
  readonly modelPath: string
  readonly name: string
  readonly sha256: string
  readonly contextTokens: number
}

/** A Reranker over a GGUF cross-encoder. A passage longer than the context counts with its best part. */
export async function createLlamaReranker(options: LlamaRerankerOptions): Promise<Reranker & { readonly device: ModelDevice }> {
  const { runtime } = options
  const model = await runtime.loadModel(options.modelPath, options.contextTokens)
  const context = await runtime.createContext(() => model.createRankingContext({ contextSize: options.contextTokens, batchSize: options.contextTokens, threads: runtime.maxThreads }))
  return {
    name: options.name,
    sha256: options.sha256,
    device: await runtime.describe(model),
    async rank(query, texts, rankOptions) {
      const scores: number[] = []
      for (const text of texts) {
        rankOptions?.signal?.throwIfAborted()
        scores.push(await context.rank(query, text, { onOverflow: 'maxChunk' }))
      }
      return scores
    },
    async close() {
      await context.dispose()
      await model.dispose()
    },
  }
}
