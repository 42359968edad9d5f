import { bootstrapMean } from './bootstrap.ts'
import type { EvaluationRun, FailureStage, QuestionResult } from './EvaluationRun.ts'
import { meanScores } from './scoreRetrieval.ts'

/** A run from the results of its questions: means with 95 % intervals, by type, and failures counted by stage. */
export function summariseRun(perQuestion: readonly QuestionResult[], about: Pick<EvaluationRun, 'questionSet' | 'config'>): EvaluationRun {
  const names = [...new Set(perQuestion.flatMap(({ scores }) => Object.keys(scores)))]
  const metrics = Object.fromEntries(names.map((name) => {
    const values = perQuestion.flatMap(({ scores }) => scores[name] ?? [])
    return [name, { ...bootstrapMean(values), questions: values.length }]
  }))
  const types = [...new Set(perQuestion.flatMap(({ type }) => type ?? []))]
  const byType = Object.fromEntries(types.map((type) => {
    const means = meanScores(perQuestion.filter((result) => result.type === type).map(({ scores }) => scores))
    return [type, Object.fromEntries([...means].map(([name, { mean }]) => [name, mean]))]
  }))
  const failures: Partial<Record<FailureStage, number>> = {}
  for (const { failure } of perQuestion) if (failure !== undefined) failures[failure] = (failures[failure] ?? 0) + 1
  return { version: 1, ...about, metrics, ...(types.length > 0 ? { byType } : {}), ...(Object.keys(failures).length > 0 ? { failures } : {}), perQuestion }
}
