import { compareRuns, type MetricComparison, type RunComparison } from './compareRuns.ts'
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
  /** Measures that are significantly worse; `worseByChance`: see `compareRuns`. */
  readonly refused: readonly { readonly metric: string; readonly before: number; readonly after: number; readonly worseByChance: number }[]
  /** Measures that are significantly better; `worseByChance` is then near 1. */
  readonly improved: GateVerdict['refused']
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
  const worse = significant(changed.map((entry) => ({ entry, chance: entry[1].worseByChance }))).filter(([, { difference }]) => difference.mean < 0)
  const better = significant(changed.map((entry) => ({ entry, chance: entry[1].betterByChance }))).filter(([, { difference }]) => difference.mean > 0)
  const stated = ([metric, { before, after, worseByChance }]: [string, MetricComparison]) => ({ metric, before, after, worseByChance })
  return { passed: worse.length === 0, refused: worse.map(stated), improved: better.map(stated), compared }
}

/** Holm's step-down: the smallest chance against a share of the level, and so on until one is not small enough. */
function significant<Entry>(tested: readonly { readonly entry: Entry; readonly chance: number }[]): Entry[] {
  const ordered = [...tested].sort((a, b) => a.chance - b.chance)
  const first = ordered.findIndex(({ chance }, index) => chance > SIGNIFICANCE / (ordered.length - index))
  return (first < 0 ? ordered : ordered.slice(0, first)).map(({ entry }) => entry)
}
