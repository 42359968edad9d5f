import type { ModelEntry, ModelRuntime, RuntimeReport } from '../../../src-shared/domain/model.ts'
import type { MachineFacts } from '../../core/models/MachineFacts.ts'
import { hostLimits } from '../../core/models/hostLimits.ts'
import { identityOf } from '../../core/models/modelIdentity.ts'
import { chooseRuntime, type RuntimeDecision } from '../../core/models/runtimeChoice.ts'
import type { RuntimeDecisions } from '../../core/models/runtimeDecisions.ts'
import type { Embedder } from '../../core/ports/Embedder.ts'
import type { Clock, Logger } from '../../core/ports/SystemPorts.ts'
import type { ModelHost } from './createModelHost.ts'
import { measureForms } from './measureForms.ts'

export interface ChosenEmbedderOptions {
  readonly host: ModelHost
  readonly entry: ModelEntry
  readonly machine: MachineFacts
  readonly clock: Clock
  readonly logger: Logger
  readonly setting: () => 'auto' | ModelRuntime
  readonly decisions: RuntimeDecisions
  /** How long the embedder rests before an open choice is measured. */
  readonly restMs?: number
  /** A process that only reads measures nothing by itself: another one holds the library, and what it measures is kept. */
  readonly isReadOnly?: boolean
}

export interface ChosenEmbedder extends Embedder {
  /** What it runs on, or will; loads nothing. */
  device(): string
  report(): RuntimeReport
  /** Measures now and keeps the decision; null when the model has one form. */
  measure(signal?: AbortSignal): Promise<RuntimeDecision | null>
}

/** A rest this long means that the person who asked has the answer, and that the cores are free enough to measure on. */
const REST_MS = 3000
/** Some seconds of a CPU's work: an ingestion of more is worth two seconds of measuring before it goes on. */
const PASSAGES_UNMEASURED = 64

/**
 * An Embedder that computes with the form of its model that is right for this machine. Nothing is loaded before a text comes, and no question ever waits for a measurement: the
 * first texts are computed by the model's first form. Both forms are measured once, when the embedder first rests or an ingestion proves long; where a
 * GPU may be there, which can be ten times faster, before the first passage. A form other than the first serves the index only after its
 * vectors were compared with the first one's on this machine; if they differ it is refused, and `report` says so.
 */
export function createChosenEmbedder(options: ChosenEmbedderOptions): ChosenEmbedder {
  const { host, entry, machine } = options
  const runtimes = (entry.forms ?? []).map((form) => form.runtime)
  const first = runtimes[0] ?? 'llama'
  const ports = new Map<ModelRuntime, Embedder>()
  const closing = new AbortController()
  let measuring: Promise<RuntimeDecision> | null = null
  let passages = 0
  let underWay = 0
  let rest: ReturnType<typeof setTimeout> | undefined

  function port(runtime: ModelRuntime): Embedder {
    const known = ports.get(runtime)
    if (known !== undefined) return known
    const made = host.embedder(entry, runtime)
    ports.set(runtime, made)
    return made
  }

  const decision = () => options.decisions.get(entry.sha256, machine.name)
  const choice = () => chooseRuntime(entry, options.setting(), decision())
  /** A form other than the first was never compared with it here. */
  const isUnchecked = () => choice().runtime !== first && decision() === null
  const mayMeasure = () => choice().kind === 'open' && options.isReadOnly !== true && !closing.signal.aborted

  async function measure(): Promise<RuntimeDecision> {
    measuring ??= measureForms(host, entry, machine.name, options.clock, closing.signal).then(async (made) => {
      await options.decisions.keep(made)
      const words = made.measurements.map(({ runtime, passagesPerSecond, problem }) => `${runtime} ${problem ?? `${passagesPerSecond.toFixed(1)} passages/s`}`).join(', ')
      options.logger.log('info', `Measured the embedding runtimes: ${words}.`, { chosen: made.runtime, meanCosine: made.equivalence?.meanCosine })
      if (made.equivalence?.equivalent === false) options.logger.log('warn', 'The two forms of the embedder differ on this machine; the first one is used.', { ...made.equivalence })
      for (const runtime of runtimes) if (runtime !== choice().runtime) await port(runtime).close()
      return made
    }).finally(() => { measuring = null })
    return measuring
  }

  /** Trouble while measuring is no reason not to embed. */
  async function measureQuietly(): Promise<void> {
    await measure().catch((error: unknown) => {
      if (!closing.signal.aborted) options.logger.log('warn', 'The embedding runtimes could not be measured.', { cause: String(error) })
    })
  }

  async function forPassages(count: number): Promise<Embedder> {
    if (measuring !== null) await measureQuietly()
    if (isUnchecked() || (mayMeasure() && passages >= (machine.mayHaveGpu ? 0 : PASSAGES_UNMEASURED))) await measureQuietly()
    passages += count
    return port(choice().runtime)
  }

  /** The first form computes the index's vectors in any case, so a question need not wait for what is not decided yet. */
  function forQuestion(): Embedder {
    return port(measuring !== null || isUnchecked() ? first : choice().runtime)
  }

  async function watched<Result>(work: () => Promise<Result>): Promise<Result> {
    clearTimeout(rest)
    underWay++
    try {
      return await work()
    } finally {
      if (--underWay === 0 && (mayMeasure() || isUnchecked())) {
        rest = setTimeout(() => { void measureQuietly() }, options.restMs ?? REST_MS)
        rest.unref()
      }
    }
  }

  const statesPort = runtimes.includes('onnx') ? port('onnx') : null
  const tokenStates = statesPort?.tokenStates
  return {
    get identity() {
      return identityOf(entry, choice().runtime)
    },
    embedPassages: (texts, embedOptions) => watched(async () => (embedOptions?.priority === 'question' ? forQuestion() : await forPassages(texts.length)).embedPassages(texts, embedOptions)),
    embedQuery: (text, embedOptions) => watched(() => forQuestion().embedQuery(text, embedOptions)),
    // Whatever computes the vectors: only ONNX Runtime gives token states.
    ...(tokenStates === undefined ? {} : { tokenStates: (texts, kind, embedOptions) => watched(() => tokenStates(texts, kind, embedOptions)) }),
    async close() {
      clearTimeout(rest)
      closing.abort()
      await Promise.all([...ports.values()].map((made) => made.close()))
    },
    device() {
      const { runtime } = choice()
      const made = ports.get(runtime)
      const loaded = made === undefined ? null : host.device(made)
      if (loaded !== null) return loaded.text
      if (runtime === 'llama') return 'llama.cpp, not loaded yet'
      const { embedWorkers } = hostLimits(machine.cores, 0)
      return `ONNX Runtime, ${embedWorkers} ${embedWorkers === 1 ? 'worker' : 'workers'} on the CPU`
    },
    report() {
      const { runtime, reason } = choice()
      const { measurements = [], equivalence } = decision() ?? {}
      const fastest = measurements.toSorted((a, b) => b.passagesPerSecond - a.passagesPerSecond)[0]?.runtime
      const wanted = options.setting() === 'auto' ? fastest : options.setting() as ModelRuntime
      const isRefused = equivalence?.equivalent === false && wanted !== undefined && wanted !== first
      return { runtime, reason, measurements, ...(isRefused ? { refused: { runtime: wanted, meanCosine: equivalence.meanCosine } } : {}) }
    },
    measure: async () => (runtimes.length < 2 ? null : measure()),
  }
}
