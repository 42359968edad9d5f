import { setMaxListeners } from 'node:events'
import type { Embedder, EmbedOptions, Priority, TokenStates } from '../../core/ports/Embedder.ts'
import type { HostCall, EmbeddingModel, PackedTokenStates, TextKind } from './protocol.ts'
import type { HostConnection } from './HostConnection.ts'
import { createPriorityLane } from './PriorityLane.ts'

export interface HostEmbedderOptions {
  readonly connection: HostConnection
  readonly model: EmbeddingModel
  readonly workers: number
  readonly close: () => Promise<void>
}

// Some hundred milliseconds of one worker: few enough messages, and little to do again after a crash.
const BATCH_TEXTS = 8

/**
 * An Embedder whose texts are computed in the model host. However many texts are given, only as many batches are under way as keep the workers
 * busy: the rest waits here, and the host's queue (and memory) stays small.
 */
export function createHostEmbedder({ connection, model, workers, close }: HostEmbedderOptions): Embedder {
  const lane = createPriorityLane(workers + 1)

  async function batched<Result>(
    method: 'embed' | 'tokenStates', texts: readonly string[], textKind: TextKind, priority: Priority, signal: AbortSignal | undefined,
  ): Promise<Result[]> {
    // One abort for all batches: when one fails, the others must not go on for nobody.
    const failure = new AbortController()
    const both = signal === undefined ? failure.signal : AbortSignal.any([signal, failure.signal])
    // Every waiting batch listens to it, and a large document has hundreds.
    setMaxListeners(0, both)
    const batches: Promise<Result[]>[] = []
    for (let start = 0; start < texts.length; start += BATCH_TEXTS) {
      const call: HostCall = { method, model, texts: texts.slice(start, start + BATCH_TEXTS), textKind, priority }
      const send = async () => await connection.call(call, { signal: both }) as Result[]
      batches.push(priority === 'question' ? send() : lane.run(priority, both, send))
    }
    try {
      return (await Promise.all(batches)).flat()
    } catch (error) {
      failure.abort()
      throw error
    }
  }

  async function tokenStates(texts: readonly string[], textKind: TextKind, options?: EmbedOptions): Promise<TokenStates[]> {
    const packed = await batched<PackedTokenStates>('tokenStates', texts, textKind, options?.priority ?? 'question', options?.signal)
    return packed.map(({ states, ranges }) => ({
      states,
      tokens: ranges.length / 2,
      ranges: Array.from({ length: ranges.length / 2 }, (_, token) => [ranges[2 * token] ?? 0, ranges[2 * token + 1] ?? 0] as const),
    }))
  }

  return {
    identity: model.identity,
    embedPassages: (texts, options) => batched('embed', texts, 'passage', options?.priority ?? 'background', options?.signal),
    async embedQuery(text, options) {
      const [vector] = await batched<Float32Array>('embed', [text], 'query', options?.priority ?? 'question', options?.signal)
      if (vector === undefined) throw new Error('The model host gave no vector.')
      return vector
    },
    // node-llama-cpp gives pooled vectors only.
    ...(model.kind === 'onnxEmbedder' ? { tokenStates } : {}),
    close,
  }
}
