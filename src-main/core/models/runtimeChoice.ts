import type { ModelEntry, ModelRuntime } from '../../../src-shared/domain/model.ts'
import type { Equivalence } from './areEquivalent.ts'

export interface RuntimeMeasurement {
  readonly runtime: ModelRuntime
  readonly passagesPerSecond: number
  /** In words, as the host tells it. */
  readonly device: string
}

/** What was measured on one machine for one embedder; kept in the data folder, so that it is measured once. */
export interface RuntimeDecision {
  /** Checksum of the model's first form and name of the machine: with another model or machine the decision does not hold. */
  readonly model: string
  readonly machine: string
  readonly runtime: ModelRuntime
  readonly measurements: readonly RuntimeMeasurement[]
  readonly equivalence: Equivalence
}

export type RuntimeChoice =
  | { readonly kind: 'decided'; readonly runtime: ModelRuntime; readonly reason: string }
  /** Both forms can run and nobody knows yet which is faster here; `runtime` is the one to use until then. */
  | { readonly kind: 'open'; readonly runtime: ModelRuntime }

/** Which runtime computes an embedder's vectors: what a person fixed, else what was measured, else the model's first form. */
export function chooseRuntime(
  entry: ModelEntry, setting: 'auto' | ModelRuntime, stored: RuntimeDecision | null, machine: string,
): RuntimeChoice {
  const runtimes = (entry.forms ?? []).map((form) => form.runtime)
  const first = runtimes[0] ?? 'llama'
  if (setting !== 'auto' && runtimes.includes(setting)) return { kind: 'decided', runtime: setting, reason: 'fixed in the settings' }
  if (runtimes.length < 2) return { kind: 'decided', runtime: first, reason: 'the only form of this model' }
  if (stored !== null && stored.model === entry.sha256 && stored.machine === machine) return { kind: 'decided', runtime: stored.runtime, reason: 'measured on this machine' }
  return { kind: 'open', runtime: first }
}

/**
 * The faster runtime. A form that is not equivalent to the first is never chosen by itself: its vectors would need an index of their own.
 */
export function decideRuntime(
  entry: ModelEntry, machine: string, measurements: readonly RuntimeMeasurement[], equivalence: Equivalence,
): RuntimeDecision {
  const first = entry.forms?.[0]?.runtime ?? 'llama'
  const fastest = measurements.toSorted((a, b) => b.passagesPerSecond - a.passagesPerSecond)[0]?.runtime ?? first
  return { model: entry.sha256, machine, runtime: equivalence.equivalent ? fastest : first, measurements, equivalence }
}
