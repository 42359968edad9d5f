import type { ModelEntry, ModelRuntime } from '../../../src-shared/domain/model.ts'
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
}

export interface ChosenEmbedder extends Embedder {
  /** What it runs on, or will; loads nothing. */
  device(): string
  /** Measures now and keeps the decision; null when the model has one form. */
  measure(signal?: AbortSignal): Promise<RuntimeDecision | null>
}

/**
 * An Embedder that computes with the form of its model that is right for this machine. Where a GPU may be there, both are measured before the first
 * text; without one the CPU's form begins at once, since it has been faster on every CPU measured. A form other than the first serves
 * the index only after its vectors were compared with the first one's here; if they differ, the first is used and the log says so.
 */
export function createChosenEmbedder(options: ChosenEmbedderOptions): ChosenEmbedder {
  const { host, entry, machine } = options
  const runtimes = (entry.forms ?? []).map((form) => form.runtime)
  const first = runtimes[0] ?? 'llama'
  const ports = new Map<ModelRuntime, Embedder>()
  let measuring: Promise<RuntimeDecision> | null = null
  let refused: ModelRuntime | null = null

  function port(runtime: ModelRuntime): Embedder {
    const known = ports.get(runtime)
    if (known !== undefined) return known
    const made = host.embedder(entry, runtime)
    ports.set(runtime, made)
    return made
  }

  function choice() {
    const chosen = chooseRuntime(entry, options.setting(), options.decisions.get(), machine.name)
    return chosen.runtime === refused ? { ...chosen, runtime: first } : chosen
  }

  async function measure(signal?: AbortSignal): Promise<RuntimeDecision> {
    measuring ??= measureForms(host, entry, machine.name, options.clock, signal).then(async (made) => {
      await options.decisions.keep(made)
      const words = made.measurements.map(({ runtime, passagesPerSecond }) => `${runtime} ${passagesPerSecond.toFixed(1)} passages/s`).join(', ')
      options.logger.log('info', `Measured the embedding runtimes: ${words}.`, { chosen: made.runtime, meanCosine: made.equivalence.meanCosine })
      for (const runtime of runtimes) if (runtime !== choice().runtime) await port(runtime).close()
      return made
    }).finally(() => { measuring = null })
    return measuring
  }

  function isChecked(): boolean {
    const decision = options.decisions.get()
    return decision?.model === entry.sha256 && decision.machine === machine.name
  }

  async function resolve(): Promise<Embedder> {
    if (measuring !== null) await measuring
    const chosen = choice()
    if (runtimes.length < 2) return port(first)
    const isGpuOpen = chosen.kind === 'open' && machine.mayHaveGpu
    const isUnchecked = chosen.runtime !== first && !isChecked()
    if (isGpuOpen || isUnchecked) {
      const { equivalence } = await measure()
      if (!equivalence.equivalent && choice().runtime !== first) {
        refused = choice().runtime
        options.logger.log('warn', 'The two forms of the embedder differ on this machine; the first one is used.', { ...equivalence })
      }
    }
    return port(choice().runtime)
  }

  const statesPort = runtimes.includes('onnx') ? port('onnx') : null
  const tokenStates = statesPort?.tokenStates
  return {
    get identity() {
      return identityOf(entry, choice().runtime)
    },
    embedPassages: async (texts, embedOptions) => (await resolve()).embedPassages(texts, embedOptions),
    embedQuery: async (text, embedOptions) => (await resolve()).embedQuery(text, embedOptions),
    // Whatever computes the vectors: only ONNX Runtime gives token states.
    ...(tokenStates === undefined ? {} : { tokenStates }),
    async close() {
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
    measure: async (signal) => (runtimes.length < 2 ? null : measure(signal)),
  }
}
