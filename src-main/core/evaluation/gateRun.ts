import { compareRuns, type RunComparison } from './compareRuns.ts'
import type { EvaluationRun } from './EvaluationRun.ts'

/** A change that does nothing is refused in one run of twenty at most, over all measures together. */
const SIGNIFICANCE = 0.05

/**
 * What decides, one measure for each thing that can get worse. The others (other depths, shares of the same) say the same once more, and with each the bar for all would rise.
 * Times move with the machine's load and never decide.
 */
export const GATED_METRICS: readonly string[] = [
  'ndcg@10', 'page@5', 'docRecall@5', 'answer@5', 'evidence@5', 'figures@10',
  'contained', 'f1', 'numeric', 'citationPrecision', 'quoteExact', 'unsupported', 'falseAnswer', 'falseRefusal', 'injected',
]

export interface GateVerdict {
  readonly passed: boolean
  /** Measures that are significantly worse. */
  readonly refused: readonly { readonly metric: string; readonly before: number; readonly after: number; readonly worseByChance: number }[]
  readonly compared: RunComparison
}

/**
 * Whether a run may replace a saved one: not when any measure is significantly worse, question by question. `worseByChance` is held against 0.05 corrected for
 * the number of measures that changed (Holm 1979): many measures must not refuse by chance what none would. `metrics` limits what decides.
 */
export function gateRun(saved: EvaluationRun, run: EvaluationRun, options: { readonly metrics?: readonly string[] } = {}): GateVerdict {
  const compared = compareRuns(saved, run)
  const deciding = options.metrics ?? GATED_METRICS
  const changed = Object.entries(compared.metrics).filter(([name, { better, worse }]) => deciding.includes(name) && better + worse > 0)
    .sort(([, a], [, b]) => a.worseByChance - b.worseByChance)
  const refused: GateVerdict['refused'][number][] = []
  for (const [index, [metric, { before, after, difference, worseByChance }]] of changed.entries()) {
    if (worseByChance > SIGNIFICANCE / (changed.length - index)) break
    if (difference.mean < 0) refused.push({ metric, before, after, worseByChance })
  }
  return { passed: refused.length === 0, refused, compared }
}
