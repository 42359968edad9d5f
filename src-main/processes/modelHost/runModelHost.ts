import { setMaxListeners } from 'node:events'
import { AppError, toAppError } from '../../../src-shared/errors/AppError.ts'
import type { HostLimits } from '../../core/models/crashPolicy.ts'
import type { ParentConnection } from '../connectParent.ts'
import { coresBusyElsewhere, sampleCpu, threadsBeside } from './CoreMeter.ts'
import { createLoadedModels, type LoadedModel, type LoadedModels } from './LoadedModels.ts'
import type { FromHost, HostCall, ToHost } from './protocol.ts'

/**
 * The model host: answers the engine's calls until the engine goes away. It keeps the cores in peace with one another: while an answer is written,
 * background embedding leaves a core to it, and llama.cpp takes only threads that nothing else of the product uses (two spinning threads
 * on one core are slower than one by an order of magnitude).
 */
export function runModelHost(parent: ParentConnection): void {
  const post = (message: FromHost) => parent.post(message)
  const aborts = new Map<number, AbortController>()
  let host: Host | null = null

  parent.onMessage((received) => {
    const message = received as ToHost
    switch (message.kind) {
      case 'start':
        host = createHost(message.limits, post)
        return
      case 'busyCores':
        host?.setBusyCores(message.cores)
        return
      case 'abort':
        aborts.get(message.id)?.abort(new AppError('CANCELLED'))
        return
      case 'call': {
        const { id, call } = message
        const abort = new AbortController()
        // Every text of a call listens to it.
        setMaxListeners(0, abort.signal)
        aborts.set(id, abort)
        if (host === null) throw new Error('The first message must be "start".')
        void host.answer(id, call, abort.signal)
          .then((value) => post({ kind: 'result', id, value }), (error: unknown) => post({ kind: 'failed', id, error: toAppError(error).toData() }))
          .finally(() => aborts.delete(id))
      }
    }
  })
}

// Long enough for a share that means something (the system counts in steps of 10 ms), short enough to follow an ingestion that begins.
const METER_INTERVAL_MS = 400

interface Host {
  answer(id: number, call: HostCall, signal: AbortSignal): Promise<unknown>
  setBusyCores(cores: number): void
}

function createHost(limits: HostLimits, post: (message: FromHost) => void): Host {
  const models: LoadedModels = createLoadedModels({ limits, post, onLoadChange: () => shareThreads() })
  let generations = 0
  let busyCores = 0
  let lastSample = sampleCpu()
  let busyElsewhere = 0

  function measure(): void {
    const sample = sampleCpu()
    // In a container the machine shows more cores than may be used, and how busy those are means nothing here.
    busyElsewhere = sample.cores === limits.threads ? coresBusyElsewhere(lastSample, sample) : 0
    lastSample = sample
    shareThreads()
  }
  // Never keeps the process alive; costs a tenth of a millisecond.
  setInterval(measure, METER_INTERVAL_MS).unref()

  function limitWorkers(): void {
    for (const pool of models.pools()) pool.setBackgroundWorkers(generations > 0 ? pool.workers - 1 : pool.workers)
    shareThreads()
  }

  function shareThreads(): void {
    const busyWorkers = models.pools().reduce((sum, pool) => sum + pool.busyWorkers(), 0)
    // The reader's work is in what the meter sees, but only after it has begun; the engine knows before.
    models.runtime()?.setThreads(threadsBeside(limits.threads, Math.max(busyElsewhere, busyCores)) - busyWorkers)
  }

  async function get<Kind extends LoadedModel['kind']>(model: Extract<HostCall, { model: unknown }>['model'], kind: Kind): Promise<Extract<LoadedModel, { kind: Kind }>> {
    const loaded = await models.get(model)
    if (loaded.kind !== kind) throw new AppError('MODEL_UNSUITABLE', `${model.key} is loaded as ${loaded.kind}, not as ${kind}.`)
    return loaded as Extract<LoadedModel, { kind: Kind }>
  }

  return {
    setBusyCores(cores) {
      busyCores = cores
      shareThreads()
    },
    async answer(id, call, signal) {
      switch (call.method) {
        case 'load':
          await models.get(call.model)
          return null
        case 'unload':
          await models.unload(call.key)
          return null
        case 'embed': {
          if (call.model.kind === 'onnxEmbedder') {
            const { pool } = await get(call.model, 'onnxEmbedder')
            // A pool that was loaded in the middle of a generation does not know of it yet.
            limitWorkers()
            return pool.embed(call.texts, call.textKind, call.priority, signal)
          }
          const { embedder, lane } = await get(call.model, 'llamaEmbedder')
          return Promise.all(call.texts.map((text) => lane.run(call.priority, signal, async () =>
            call.textKind === 'query' ? embedder.embedQuery(text) : (await embedder.embedPassages([text]))[0])))
        }
        case 'tokenStates': {
          const { pool } = await get(call.model, 'onnxEmbedder')
          return pool.tokenStates(call.texts, call.textKind, call.priority, signal)
        }
        case 'countTokens':
          return (await get(call.model, 'chat')).chat.countTokens(call.messages)
        case 'generate': {
          const { chat } = await get(call.model, 'chat')
          generations++
          limitWorkers()
          try {
            for await (const event of chat.generate(call.messages, { ...call.options, signal })) post({ kind: 'delta', id, event })
          } finally {
            generations--
            limitWorkers()
          }
          return null
        }
        case 'rank': {
          const { reranker, lane } = await get(call.model, 'reranker')
          return (await Promise.all(call.texts.map((text) => lane.run('question', signal, () => reranker.rank(call.query, [text]))))).flat()
        }
      }
    },
  }
}
