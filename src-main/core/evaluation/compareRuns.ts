import { bootstrapMean, worseByChance } from './bootstrap.ts'
import type { EvaluationRun } from './EvaluationRun.ts'

/** Smaller is better for these; for everything else larger is. */
const SMALLER_IS_BETTER: ReadonlySet<string> = new Set(['falseAnswer', 'falseRefusal', 'unsupported', 'injected', 'firstTokenMs', 'totalMs'])

/** Neither good nor bad by themselves: times move with the machine's load, and to answer is right or wrong with the question. */
const NOT_JUDGED: ReadonlySet<string> = new Set(['firstTokenMs', 'totalMs', 'answered'])

export interface MetricComparison {
  readonly before: number
  readonly after: number
  /** Of the improvement a question: positive is better, also where smaller is better. With its 95 % interval. */
  readonly difference: { readonly mean: number; readonly low: number; readonly high: number }
  /** How likely it is that a change without effect looks this bad. */
  readonly worseByChance: number
  /** And this good. */
  readonly betterByChance: number
  readonly better: number
  readonly worse: number
  readonly questions: number
}

export interface RunComparison {
  readonly metrics: Readonly<Record<string, MetricComparison>>
  /** Questions whose measures fell, with how much in sum; worst first. */
  readonly worst: readonly { readonly id: string; readonly fell: number }[]
  /** In one run only, so not compared. */
  readonly unpaired: number
  /** The question sets differ: only what both have was compared. */
  readonly isSameSet: boolean
}

/** Two runs question by question: what a change of configuration did, and whether it can be chance. */
export function compareRuns(before: EvaluationRun, after: EvaluationRun): RunComparison {
  const earlier = new Map(before.perQuestion.map((result) => [result.id, result.scores]))
  const pairs = after.perQuestion.flatMap(({ id, scores }) => {
    const old = earlier.get(id)
    return old === undefined ? [] : [{ id, old, scores }]
  })
  const names = Object.keys(after.metrics).filter((name) => name in before.metrics)
  const metrics = Object.fromEntries(names.flatMap((name) => {
    const both = pairs.flatMap(({ old, scores }) => {
      const [a, b] = [old[name], scores[name]]
      return a === undefined || b === undefined ? [] : [{ a, b, gain: -lossOf(name, a, b) }]
    })
    if (both.length === 0) return []
    const gains = both.map(({ gain }) => gain)
    const comparison: MetricComparison = {
      before: mean(both.map(({ a }) => a)), after: mean(both.map(({ b }) => b)), difference: bootstrapMean(gains), worseByChance: worseByChance(gains), betterByChance: worseByChance(gains.map((gain) => -gain)),
      better: gains.filter((gain) => gain > 0).length, worse: gains.filter((gain) => gain < 0).length, questions: both.length,
    }
    return [[name, comparison] as const]
  }))
  const judged = names.filter((name) => !NOT_JUDGED.has(name))
  const worst = pairs.map(({ id, old, scores }) => ({ id, fell: judged.reduce((sum, name) => sum + Math.max(0, lossOf(name, old[name], scores[name])), 0) }))
    .filter(({ fell }) => fell > 0).sort((a, b) => b.fell - a.fell).slice(0, 50)
  return {
    metrics, worst, unpaired: before.perQuestion.length + after.perQuestion.length - 2 * pairs.length,
    isSameSet: before.questionSet.sha256 === after.questionSet.sha256,
  }
}

/** How many questions both runs have. */
export function questionsOf({ metrics }: RunComparison): number {
  return Math.max(0, ...Object.values(metrics).map(({ questions }) => questions))
}

/** How much a measure of one question got worse; 0 where one run has none. */
function lossOf(name: string, before: number | undefined, after: number | undefined): number {
  if (before === undefined || after === undefined || before === after) return 0
  return SMALLER_IS_BETTER.has(name) ? after - before : before - after
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
