import type { ModelEntry, ModelRuntime } from '../../../src-shared/domain/model.ts'
import type { HostLimits } from '../../core/models/crashPolicy.ts'
import { createEventQueue } from '../../core/models/EventQueue.ts'
import type { ChatModel, GenerateEvent } from '../../core/ports/ChatModel.ts'
import type { Embedder } from '../../core/ports/Embedder.ts'
import type { ModelDevice } from '../../core/ports/ModelDevice.ts'
import type { ProcessLauncher } from '../../core/ports/ProcessLauncher.ts'
import type { Reranker } from '../../core/ports/Reranker.ts'
import type { Clock, Logger } from '../../core/ports/SystemPorts.ts'
import { entryUrl } from '../entryUrl.ts'
import { createHostConnection, type HostEvent } from './HostConnection.ts'
import { createHostEmbedder } from './createHostEmbedder.ts'
import { chatHostModel, embeddingHostModel, rerankerHostModel } from './hostModel.ts'

export interface ModelHostOptions {
  readonly launcher: ProcessLauncher
  /** From `hostLimits(cores, settings.models.gpuLayers)`. */
  readonly limits: HostLimits
  /** The machine's memory, which decides how many answers a chat model writes at once. Absent: one. */
  readonly machineBytes?: number
  readonly clock: Clock
  readonly logger: Logger
  /** Starts, loads, crashes; for the window's messages. */
  readonly onEvent?: (event: HostEvent) => void
}

/**
 * The models, in a process of their own. Nothing is started before the first call, and identities come from the manifest, so that a status costs
 * nothing. The returned ports survive a death of the host: it is started anew and unfinished calls are made again; a generation that had already
 * shown words fails with MODEL_CRASHED. Closing a port frees its model, closing the host ends the process.
 */
export interface ModelHost {
  embedder(entry: ModelEntry, runtime: ModelRuntime): Embedder
  chatModel(entry: ModelEntry): ChatModel
  reranker(entry: ModelEntry): Reranker
  /** What a model runs on; null until it was loaded. */
  device(model: Embedder | ChatModel | Reranker): ModelDevice | null
  /** Loads a model now, for a person who is about to ask. */
  warmUp(model: Embedder | ChatModel | Reranker): Promise<void>
  /** Cores that other work (parsing, OCR) takes now; llama.cpp leaves them alone. */
  setBusyCores(cores: number): void
  /** Taken over when the host is next idle. */
  setLimits(limits: HostLimits): void
  /** Process id of the host, for tests and reports; null while none runs. */
  pid(): number | null
  /** Lets a model that was set aside be tried again. */
  readmit(entry: ModelEntry): void
  close(): Promise<void>
}

export function createModelHost(options: ModelHostOptions): ModelHost {
  const loaded = new Map<string, { readonly device: ModelDevice; readonly contextTokens: number }>()
  const keys = new WeakMap<Embedder | ChatModel | Reranker, () => Promise<unknown>>()
  const keyOf = new WeakMap<Embedder | ChatModel | Reranker, string>()
  const connection = createHostConnection({
    ...options,
    entry: entryUrl('modelHost'),
    onEvent(event) {
      if (event.kind === 'loaded') loaded.set(event.key, event)
      if (event.kind === 'started') loaded.clear()
      options.onEvent?.(event)
    },
  })

  function register<Port extends Embedder | ChatModel | Reranker>(port: Port, key: string, load: () => Promise<unknown>): Port {
    keys.set(port, load)
    keyOf.set(port, key)
    return port
  }

  async function unload(key: string): Promise<void> {
    const isLoaded = loaded.delete(key)
    if (isLoaded && connection.pid() !== null) await connection.call({ method: 'unload', key }).catch(() => undefined)
  }

  return {
    embedder(entry, runtime) {
      const model = embeddingHostModel(entry, runtime)
      const embedder = createHostEmbedder({ connection, model, workers: options.limits.embedWorkers, close: () => unload(model.key) })
      return register(embedder, model.key, () => connection.call({ method: 'load', model }))
    },
    chatModel(entry) {
      const model = chatHostModel(entry, options.machineBytes ?? 0)
      const expectedTokens = Math.min(model.contextTokens, options.limits.contextTokens)
      const chat: ChatModel = {
        get use() {
          return { name: model.name, sha256: model.sha256, contextTokens: loaded.get(model.key)?.contextTokens ?? expectedTokens }
        },
        parameterCount: model.parameterCount,
        async countTokens(messages) {
          return await connection.call({ method: 'countTokens', model, messages }) as number
        },
        generate(messages, { signal, ...generate }) {
          const stop = new AbortController()
          const both = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal])
          const queue = createEventQueue<GenerateEvent>(() => stop.abort())
          connection.call({ method: 'generate', model, messages, options: generate }, { signal: both, onDelta: (event) => queue.push(event) })
            .then(() => queue.end(), (error: unknown) => queue.fail(error))
          return queue.iterate()
        },
        close: () => unload(model.key),
      }
      return register(chat, model.key, () => connection.call({ method: 'load', model }))
    },
    reranker(entry) {
      const model = rerankerHostModel(entry)
      const reranker: Reranker = {
        name: model.name,
        sha256: model.sha256,
        async rank(query, texts, rankOptions) {
          return await connection.call({ method: 'rank', model, query, texts }, { signal: rankOptions?.signal }) as number[]
        },
        close: () => unload(model.key),
      }
      return register(reranker, model.key, () => connection.call({ method: 'load', model }))
    },
    device: (port) => loaded.get(keyOf.get(port) ?? '')?.device ?? null,
    async warmUp(port) {
      await keys.get(port)?.()
    },
    setBusyCores: (cores) => connection.setBusyCores(cores),
    setLimits: (limits) => connection.setLimits(limits),
    pid: () => connection.pid(),
    readmit(entry) {
      for (const form of entry.forms ?? []) {
        for (const key of [`embedding:${form.runtime}:${form.sha256}`, `chat:${form.sha256}`, `reranker:${form.sha256}`]) connection.readmit(key)
      }
    },
    close: () => connection.close(),
  }
}
