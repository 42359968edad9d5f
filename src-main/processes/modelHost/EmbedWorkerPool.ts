import { Worker } from 'node:worker_threads'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { Priority } from '../../core/ports/Embedder.ts'
import type { EmbedWorkerData, FromEmbedWorker, ToEmbedWorker } from '../embedWorker/protocol.ts'
import { entryUrl } from '../entryUrl.ts'
import { createPriorityLane } from './PriorityLane.ts'
import type { PackedTokenStates, TextKind } from './protocol.ts'

export interface EmbedWorkerPool {
  readonly workers: number
  embed(texts: readonly string[], textKind: TextKind, priority: Priority, signal: AbortSignal): Promise<Float32Array[]>
  tokenStates(texts: readonly string[], textKind: TextKind, priority: Priority, signal: AbortSignal): Promise<PackedTokenStates[]>
  /** Background texts use at most so many workers from now on. */
  setBackgroundWorkers(workers: number): void
  /** Workers that have something to do. */
  busyWorkers(): number
  close(): Promise<void>
}

interface PooledWorker {
  readonly thread: Worker
  readonly pending: Map<number, { readonly resolve: (message: FromEmbedWorker) => void; readonly reject: (error: Error) => void }>
}

// One text computing and one waiting in each worker: it never idles while a reply travels, and a question waits for two texts at most.
const TEXTS_PER_WORKER = 2

/** ONNX Runtime over several threads, one session of one thread each: measured to scale with the cores where one session's own threads do not. */
export async function createEmbedWorkerPool(data: EmbedWorkerData, count: number, onChange: () => void): Promise<EmbedWorkerPool> {
  const lane = createPriorityLane(count * TEXTS_PER_WORKER, onChange)
  const workers = await Promise.all(Array.from({ length: count }, () => startWorker(data)))
  let backgroundWorkers = count
  let lastId = 0

  function send(output: ToEmbedWorker['output'], text: string, textKind: TextKind, priority: Priority): Promise<FromEmbedWorker> {
    // Background texts keep to the first workers, so that a core really stays free when they are limited.
    const candidates = priority === 'background' ? workers.slice(0, Math.max(1, backgroundWorkers)) : workers
    const worker = candidates.reduce((least, candidate) => (candidate.pending.size < least.pending.size ? candidate : least))
    const id = ++lastId
    return new Promise((resolve, reject) => {
      worker.pending.set(id, { resolve, reject })
      worker.thread.postMessage({ id, output, text, textKind } satisfies ToEmbedWorker)
    })
  }

  function each<Result>(texts: readonly string[], priority: Priority, signal: AbortSignal, one: (text: string) => Promise<Result>): Promise<Result[]> {
    return Promise.all(texts.map((text) => lane.run(priority, signal, () => one(text))))
  }

  return {
    workers: count,
    embed: (texts, textKind, priority, signal) => each(texts, priority, signal, async (text) => {
      const reply = await send('vector', text, textKind, priority)
      return reply.kind === 'vector' ? reply.vector : fail(reply)
    }),
    tokenStates: (texts, textKind, priority, signal) => each(texts, priority, signal, async (text) => {
      const reply = await send('states', text, textKind, priority)
      return reply.kind === 'states' ? { states: reply.states, ranges: reply.ranges } : fail(reply)
    }),
    setBackgroundWorkers(wanted) {
      backgroundWorkers = wanted
      lane.setBackgroundPlaces(wanted * TEXTS_PER_WORKER)
    },
    busyWorkers: () => workers.filter((worker) => worker.pending.size > 0).length,
    async close() {
      // Ending a thread in the middle of a text aborts the whole process: ONNX Runtime throws where nobody can catch.
      await lane.close()
      await Promise.all(workers.map((worker) => worker.thread.terminate()))
    },
  }
}

async function startWorker(data: EmbedWorkerData): Promise<PooledWorker> {
  const thread = new Worker(entryUrl('embedWorker'), { workerData: data, name: 'embed', execArgv: [] })
  const worker: PooledWorker = { thread, pending: new Map() }
  await new Promise<void>((resolve, reject) => {
    thread.on('message', (message: FromEmbedWorker) => {
      switch (message.kind) {
        case 'ready': return resolve()
        case 'unusable': return reject(AppError.fromData(message.error))
        case 'vector': case 'states': case 'failed': {
          const pending = worker.pending.get(message.id)
          worker.pending.delete(message.id)
          return pending?.resolve(message)
        }
      }
    })
    const end = (error: Error) => {
      reject(error)
      for (const pending of worker.pending.values()) pending.reject(error)
      worker.pending.clear()
    }
    thread.on('error', end)
    thread.on('exit', () => end(new AppError('MODEL_CRASHED', 'An embedding worker ended.')))
  })
  return worker
}

function fail(reply: FromEmbedWorker): never {
  throw reply.kind === 'failed' ? AppError.fromData(reply.error) : new Error(`An embedding worker gave ${reply.kind}.`)
}
