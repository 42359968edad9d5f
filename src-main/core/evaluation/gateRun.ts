import { compareRuns, type RunComparison } from './compareRuns.ts'
import type { EvaluationRun } from './EvaluationRun.ts'

/** A change that does nothing is refused in one run of twenty a measure at most. */
const SIGNIFICANCE = 0.05
/** Times move with the machine's load and never decide. */
const NOT_GATED: ReadonlySet<string> = new Set(['firstTokenMs', 'totalMs'])

export interface GateVerdict {
  readonly passed: boolean
  /** Measures that are significantly worse. */
  readonly refused: readonly { readonly metric: string; readonly before: number; readonly after: number; readonly worseByChance: number }[]
  readonly compared: RunComparison
}

/**
 * Whether a run may replace a saved one: not when any measure is significantly worse, question by question (`worseByChance` below 0.05, divided by the number
 * of measures that changed: many measures must not refuse by chance what none would). `metrics` limits what decides.
 */
export function gateRun(saved: EvaluationRun, run: EvaluationRun, options: { readonly metrics?: readonly string[] } = {}): GateVerdict {
  const compared = compareRuns(saved, run)
  const gated = Object.entries(compared.metrics).filter(([name, { better, worse }]) => !NOT_GATED.has(name) && (options.metrics?.includes(name) ?? true) && better + worse > 0)
  const limit = SIGNIFICANCE / Math.max(1, gated.length)
  const refused = gated.filter(([, comparison]) => comparison.difference.mean < 0 && comparison.worseByChance <= limit)
    .map(([metric, { before, after, worseByChance }]) => ({ metric, before, after, worseByChance }))
  return { passed: refused.length === 0, refused, compared }
}
