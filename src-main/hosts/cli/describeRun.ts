import { questionsOf } from '../../core/evaluation/compareRuns.ts'
import type { GatedChange, GateFinding } from '../../../src-shared/domain/gate.ts'
import type { EvaluationRun } from '../../core/evaluation/EvaluationRun.ts'
import type { GateVerdict } from '../../core/evaluation/gateRun.ts'

const STAGES: Readonly<Record<string, string>> = {
  notRead: 'not read', notInChunk: 'cut apart by chunks', notRetrieved: 'not retrieved', notSelected: 'not selected', badlyAnswered: 'badly answered', wronglyRefused: 'wrongly refused', wronglyAnswered: 'wrongly answered',
}

/** A run as a table: each measure with its interval, then latencies, then failures by stage with their questions. */
export function describeRun(run: EvaluationRun): string {
  const width = Math.max(...Object.keys(run.metrics).map((name) => name.length), 10)
  const metrics = Object.entries(run.metrics).filter(([name]) => !name.endsWith('Ms')).map(([name, { mean, low, high, questions }]) =>
    `${name.padEnd(width)}  ${mean.toFixed(3)}  (${low.toFixed(3)} to ${high.toFixed(3)}; ${questions} questions)`)
  const { latencyMs, calibration } = run
  const times = latencyMs === undefined ? [] : [`time        p50 ${Math.round(latencyMs.total?.p50 ?? 0)} ms, p95 ${Math.round(latencyMs.total?.p95 ?? 0)} ms${latencyMs.firstToken === undefined ? '' : `; first word p50 ${Math.round(latencyMs.firstToken.p50)} ms, p95 ${Math.round(latencyMs.firstToken.p95)} ms`}`]
  const calibrated = calibration === undefined ? [] : [`confidence  area under ROC ${calibration.areaUnderRoc.toFixed(3)}, false answers at 10 % false refusals ${calibration.falseAnswersAt10PercentRefusals.toFixed(3)}`]
  const failures = Object.entries(run.failures ?? {}).map(([stage, count]) => {
    const ids = run.perQuestion.filter(({ failure }) => failure === stage).map(({ id }) => id)
    return `${STAGES[stage] ?? stage}: ${count} (${ids.slice(0, 8).join(', ')}${ids.length > 8 ? ', …' : ''})`
  })
  return [...metrics, ...times, ...calibrated, ...(failures.length === 0 ? [] : ['Failures by stage:', ...failures.map((line) => `  ${line}`)])].join('\n')
}

export function describeVerdict({ passed, refused, improved, compared }: GateVerdict, name: string): string {
  const changes = Object.entries(compared.metrics).filter(([, { better, worse }]) => better + worse > 0).filter(([metric]) => !metric.endsWith('Ms'))
    .map(([metric, { before, after, better, worse, worseByChance }]) => `  ${metric}: ${before.toFixed(3)} → ${after.toFixed(3)} (${better} better, ${worse} worse; worse by chance p ${worseByChance.toFixed(4)})`)
  return [
    `Compared with “${name}”${compared.isSameSet ? '' : ' (another question set: only the questions of both)'}:`, ...(changes.length === 0 ? ['  nothing differs'] : changes),
    ...refused.map(({ metric, before, after }) => `  significantly worse: ${metric} ${before.toFixed(3)} → ${after.toFixed(3)}`),
    ...improved.map(({ metric, before, after }) => `  significantly better: ${metric} ${before.toFixed(3)} → ${after.toFixed(3)}`),
    ...fewQuestions(questionsOf(compared)),
    passed ? 'The gate is passed.' : 'The gate is not passed.',
  ].join('\n')
}

export function describeFinding({ questionSet, passed, questions, refused, improved }: GateFinding): string {
  const say = (word: string) => ({ metric, before, after }: GatedChange) => `  significantly ${word}: ${metric} ${before.toFixed(3)} → ${after.toFixed(3)}`
  return [`${questionSet}: the gate is ${passed ? '' : 'not '}passed.`, ...refused.map(say('worse')), ...improved.map(say('better')), ...fewQuestions(questions)].join('\n')
}

/** A person should not take a gate for a promise that so few questions cannot give. */
function fewQuestions(questions: number): string[] {
  return questions >= 20 ? [] : [`  with ${questions} ${questions === 1 ? 'question' : 'questions'} only a large difference can be told from chance`]
}
