import type { ModelEntry, ModelRuntime, RuntimeMeasurement } from '../../../src-shared/domain/model.ts'
import type { Equivalence } from './areEquivalent.ts'

/** What was measured on one machine for one embedder; kept in the data folder, so that it is measured once. */
export interface RuntimeDecision {
  /** Checksum of the model's first form and name of the machine: with another model or machine the decision does not hold. */
  readonly model: string
  readonly machine: string
  readonly runtime: ModelRuntime
  readonly measurements: readonly RuntimeMeasurement[]
  /** Null when one of the forms did not run here, so that there was nothing to compare. */
  readonly equivalence: Equivalence | null
}

export type RuntimeChoice =
  | { readonly kind: 'decided'; readonly runtime: ModelRuntime; readonly reason: string }
  /** Both forms can run and nobody knows yet which is faster here; `runtime` is the one to use until then. */
  | { readonly kind: 'open'; readonly runtime: ModelRuntime; readonly reason: string }

/**
 * Which runtime computes an embedder's vectors: what a person fixed, else what was measured, else the model's first form. A form that was found to
 * differ from the first here is never given, also when a person fixed it: its vectors would need an index of their own.
 */
export function chooseRuntime(entry: ModelEntry, setting: 'auto' | ModelRuntime, stored: RuntimeDecision | null): RuntimeChoice {
  const runtimes = (entry.forms ?? []).map((form) => form.runtime)
  const first = runtimes[0] ?? 'llama'
  if (runtimes.length < 2) return { kind: 'decided', runtime: first, reason: 'the only form of this model' }
  if (setting !== 'auto' && runtimes.includes(setting)) {
    const isRefused = setting !== first && stored?.equivalence?.equivalent === false
    return isRefused ? { kind: 'decided', runtime: first, reason: 'the form fixed in the settings gives other vectors here' } : { kind: 'decided', runtime: setting, reason: 'fixed in the settings' }
  }
  if (stored !== null) return { kind: 'decided', runtime: stored.runtime, reason: 'measured on this machine' }
  return { kind: 'open', runtime: first, reason: 'not measured on this machine yet' }
}

/**
 * The faster runtime of those that ran. A form that is not equivalent to the first is never chosen by itself; one that could not be compared, because the first does
 * not run here at all, is trusted as far as the manifest does.
 */
export function decideRuntime(entry: ModelEntry, machine: string, measurements: readonly RuntimeMeasurement[], equivalence: Equivalence | null): RuntimeDecision {
  const first = entry.forms?.[0]?.runtime ?? 'llama'
  const running = measurements.filter(({ problem }) => problem === undefined).toSorted((a, b) => b.passagesPerSecond - a.passagesPerSecond)
  const fastest = running[0]?.runtime ?? first
  const mayDiffer = equivalence === null ? entry.equivalentForms !== true : !equivalence.equivalent
  return { model: entry.sha256, machine, runtime: mayDiffer ? first : fastest, measurements, equivalence }
}
