import type { Embedder } from '../../core/ports/Embedder.ts'
import type { ChatModel } from '../../core/ports/ChatModel.ts'
import type { ModelDevice } from '../../core/ports/ModelDevice.ts'
import type { Reranker } from '../../core/ports/Reranker.ts'
import type { HostLimits } from '../../core/models/crashPolicy.ts'
import { createLlamaRuntime, type LlamaRuntime } from '../../adapters/llama/LlamaRuntime.ts'
import { createLlamaChatModel } from '../../adapters/llama/createLlamaChatModel.ts'
import { createLlamaEmbedder } from '../../adapters/llama/createLlamaEmbedder.ts'
import { createLlamaReranker } from '../../adapters/llama/createLlamaReranker.ts'
import { createEmbedWorkerPool, type EmbedWorkerPool } from './EmbedWorkerPool.ts'
import { createPriorityLane, type PriorityLane } from './PriorityLane.ts'
import type { FromHost, HostModel } from './protocol.ts'

export type LoadedModel =
  | { readonly kind: 'onnxEmbedder'; readonly pool: EmbedWorkerPool; close(): Promise<void> }
  | { readonly kind: 'llamaEmbedder'; readonly embedder: Embedder; readonly lane: PriorityLane; close(): Promise<void> }
  | { readonly kind: 'chat'; readonly chat: ChatModel; close(): Promise<void> }
  | { readonly kind: 'reranker'; readonly reranker: Reranker; readonly lane: PriorityLane; close(): Promise<void> }

export interface LoadedModels {
  get(model: HostModel): Promise<LoadedModel>
  unload(key: string): Promise<void>
  /** llama.cpp, once any of its models was asked for. */
  runtime(): LlamaRuntime | null
  pools(): readonly EmbedWorkerPool[]
}

export interface LoadedModelsOptions {
  readonly limits: HostLimits
  readonly post: (message: FromHost) => void
  /** Called when the number of busy workers may have changed, and when llama.cpp was loaded. */
  readonly onLoadChange: () => void
}

/** The models of the host, loaded on first use and one after another: two loads at once would both count the same free memory as theirs. */
export function createLoadedModels({ limits, post, onLoadChange }: LoadedModelsOptions): LoadedModels {
  const models = new Map<string, Promise<LoadedModel>>()
  const pools = new Set<EmbedWorkerPool>()
  let runtime: LlamaRuntime | null = null
  let turn: Promise<unknown> = Promise.resolve()

  async function llama(): Promise<LlamaRuntime> {
    if (runtime === null) {
      runtime = await createLlamaRuntime({ threads: limits.threads, gpuLayers: limits.gpuLayers })
      onLoadChange()
    }
    return runtime
  }

  async function load(model: HostModel): Promise<LoadedModel> {
    const loaded = (device: ModelDevice, contextTokens: number) => post({ kind: 'loaded', key: model.key, device, contextTokens })
    switch (model.kind) {
      case 'onnxEmbedder': {
        const pool = await createEmbedWorkerPool(model, limits.embedWorkers, onLoadChange)
        pools.add(pool)
        const text = `ONNX Runtime, ${limits.embedWorkers} ${limits.embedWorkers === 1 ? 'worker' : 'workers'} on the CPU`
        loaded({ kind: 'cpu', text, gpuLayers: 0 }, model.identity.contextTokens)
        return {
          kind: model.kind,
          pool,
          async close() {
            pools.delete(pool)
            await pool.close()
          },
        }
      }
      case 'llamaEmbedder': {
        const embedder = await createLlamaEmbedder({ ...model, runtime: await llama() })
        loaded(embedder.device, model.identity.contextTokens)
        const lane = createPriorityLane(1)
        return { kind: model.kind, embedder, lane, close: () => lane.close().then(() => embedder.close()) }
      }
      case 'chat': {
        const chat = await createLlamaChatModel({ ...model, contextTokens: Math.min(model.contextTokens, limits.contextTokens), runtime: await llama() })
        loaded(chat.device, chat.use.contextTokens)
        return { kind: model.kind, chat, close: () => chat.close() }
      }
      case 'reranker': {
        const reranker = await createLlamaReranker({ ...model, runtime: await llama() })
        loaded(reranker.device, model.contextTokens)
        const lane = createPriorityLane(1)
        return { kind: model.kind, reranker, lane, close: () => lane.close().then(() => reranker.close()) }
      }
    }
  }

  return {
    get(model) {
      const known = models.get(model.key)
      if (known !== undefined) return known
      const loading = turn.then(() => {
        post({ kind: 'loading', key: model.key })
        return load(model)
      })
      models.set(model.key, loading)
      turn = loading.catch(() => {
        models.delete(model.key)
        post({ kind: 'loadFailed', key: model.key })
      })
      return loading
    },
    async unload(key) {
      const model = models.get(key)
      models.delete(key)
      await (await model)?.close()
    },
    runtime: () => runtime,
    pools: () => [...pools],
  }
}
