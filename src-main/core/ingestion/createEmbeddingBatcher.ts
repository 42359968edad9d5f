import type { Embedder } from '../ports/Embedder.ts'

/** Texts in one call: chunks of several files fill it, so that small files do not leave the embedder's threads idle. */
const BATCH_TEXTS = 32
/** While a person waits for an answer: the question's own vector then waits behind two passages at most. */
const SMALL_BATCH_TEXTS = 2
/** One batch is computed while the next is already there. */
const BATCHES_IN_FLIGHT = 2
/** Chunks waiting before no further file is parsed: about a minute of work on two cores, a few megabytes. */
const HIGH_WATER = 1024

export interface EmbeddingBatcher {
  /** Vectors in the order of the texts; those of a higher priority are computed first. Rejects when the embedder fails or the signal aborts. */
  embed(texts: readonly string[], options: EmbedTask): Promise<Float32Array[]>
  /** Resolves when there is room for more chunks of that priority: parsing waits for it, so that memory stays flat. */
  hasRoom(options: EmbedTask): Promise<void>
  yieldTo(question: boolean): void
  /** Milliseconds in which at least one batch was with the embedder. */
  readonly busyMs: number
}

export interface EmbedTask {
  /** Of the file; see `FileTask`. */
  readonly priority: number
  readonly signal?: AbortSignal
}

interface Waiting {
  readonly priority: number
  readonly text: string
  readonly settle: (vector: Float32Array) => void
  readonly fail: (error: unknown) => void
  readonly signal: AbortSignal | undefined
}

export function createEmbeddingBatcher(embedder: Embedder, now: () => number): EmbeddingBatcher {
  const queue: Waiting[] = []
  const roomWaiters: (() => void)[] = []
  let inFlight = 0
  let batchTexts = BATCH_TEXTS
  let busyMs = 0
  let busySince = 0

  function pump(): void {
    while (inFlight < BATCHES_IN_FLIGHT && queue.length > 0) {
      const batch = queue.splice(0, batchTexts).filter(({ signal }) => signal?.aborted !== true)
      if (queue.length < HIGH_WATER) for (const wake of roomWaiters.splice(0)) wake()
      if (batch.length === 0) continue
      if (inFlight++ === 0) busySince = now()
      void run(batch)
    }
  }

  /** Behind those of the same priority, before those of a lower one. */
  function insert(waiting: Waiting): void {
    const at = queue.findLastIndex(({ priority }) => priority >= waiting.priority) + 1
    queue.splice(at, 0, waiting)
  }

  async function run(batch: readonly Waiting[]): Promise<void> {
    try {
      const vectors = await embedder.embedPassages(batch.map(({ text }) => text), { priority: 'background' })
      batch.forEach(({ settle, fail }, index) => {
        const vector = vectors[index]
        if (vector === undefined) fail(new RangeError('the embedder returned fewer vectors than texts'))
        else settle(vector)
      })
    } catch (error) {
      for (const { fail } of batch) fail(error)
    } finally {
      if (--inFlight === 0) busyMs += now() - busySince
      pump()
    }
  }

  return {
    async embed(texts, { priority, signal }) {
      signal?.throwIfAborted()
      let stop: () => void = () => undefined
      const aborted = new Promise<never>((_, reject) => {
        stop = () => { reject(signal?.reason as Error) }
        signal?.addEventListener('abort', stop, { once: true })
      })
      const vectors = texts.map((text) => new Promise<Float32Array>((settle, fail) => { insert({ priority, text, settle, fail, signal }) }))
      pump()
      try {
        return await Promise.race([Promise.all(vectors), aborted])
      } finally {
        signal?.removeEventListener('abort', stop)
      }
    },
    async hasRoom({ priority, signal }) {
      // What goes first does not wait for what it overtakes.
      while (queue.length >= HIGH_WATER && (queue[0]?.priority ?? 0) >= priority) {
        signal?.throwIfAborted()
        await new Promise<void>((resolve) => { roomWaiters.push(resolve) })
      }
    },
    get busyMs() { return inFlight === 0 ? busyMs : busyMs + now() - busySince },
    yieldTo(question) {
      batchTexts = question ? SMALL_BATCH_TEXTS : BATCH_TEXTS
    },
  }
}
