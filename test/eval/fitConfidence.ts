import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { confidenceOf, type ConfidenceModel, type EvidenceSignals } from '../../src-main/core/answering/confidence.ts'
import { confidenceRows, spread, type ConfidenceRow, type Situation } from './confidenceRows.ts'
import { falseAnswersAt, fitLogistic, rocArea, type LabelledRow } from './logistic.ts'
import { EVALUATION_CACHE, openCachedEmbedder, openTokenCounter } from './openCachedEmbedder.ts'
import { developmentSets } from './sets/developmentSets.ts'

/**
 * Fits the confidence model for embedders with token states over sets of short and long questions and of several kinds of document, and writes its coefficients
 * (`statesCoefficients.ts`). The figures are for the set that a fit did not see (leave one set out), then for questions that it did not see.
 *
 *     node test/eval/fitConfidence.ts [--write]
 *
 * Right: an answer of squad2 or an excerpt of chunking_evaluation is quoted; elsewhere, where references are retold, a document that answers is quoted.
 */
type Key = keyof EvidenceSignals
interface Row extends ConfidenceRow, LabelledRow<EvidenceSignals> { readonly fold: number }

/** What generalised: signals that count words were better on squad2 alone, and fused scores on one kind of document alone. */
const KEYS: readonly Key[] = ['similarity', 'weakest', 'passageCosine', 'standOut', 'cover', 'missed', 'marginCover', 'expected', 'keySimilarity', 'keyPassage', 'threeSimilarity', 'threeCover', 'documentNamed', 'length', 'figures']
/** Questions a set; squad2 counts double, since only it and clapnq have questions that were made to tempt. */
const LIMITS: Readonly<Record<string, number>> = { squad2: 120, clapnq: 75, contoso_hr: 110, chunking_evaluation: 100, docugami_sec10q: 81 }
const SET_WEIGHTS: Readonly<Record<string, number>> = { squad2: 2 }
/** Questions about something else are easily told; they are to set the low end and nothing more. */
const FOREIGN_WEIGHT = 0.5
const FOREIGN = 30
const FOLDS = 5
const L2 = 3

const root = path.resolve(import.meta.dirname, '../..')
const embedder = await openCachedEmbedder(1)
const countTokens = await openTokenCounter()
const sets = developmentSets({ data: process.env['FOOTNOTE_DATA'] ?? path.join(root, '../shared/data'), cache: EVALUATION_CACHE, fixtures: path.join(root, 'test/fixtures/eval') })
const load = async (name: string) => {
  const set = await sets.get(name)?.()
  if (set === undefined) throw new Error(`There is no set “${name}” here.`)
  return set
}
const collected: ConfidenceRow[] = []
for (const [name, limit] of Object.entries(LIMITS)) {
  const other = await load(name === 'squad2' || name === 'clapnq' ? 'docugami_sec10q' : 'squad2')
  const foreign = spread(other.questions.filter(({ answerable }) => answerable), FOREIGN)
  collected.push(...(await confidenceRows(await load(name), { embedder, countTokens, limit, foreign })).map((row) => ({ ...row, set: name })))
}
await embedder.close()

const isPositive = ({ set, situation, isRight, isOfDocument }: ConfidenceRow) => situation === 'asked' && (set === 'squad2' || set === 'chunking_evaluation' ? isRight : isOfDocument)
const groupOf = (row: ConfidenceRow) => `${row.set} ${isPositive(row)}`
const sizes = Map.groupBy(collected, groupOf)
const rows = collected.map((row): Row => ({
  ...row, label: isPositive(row), signals: row.signals, fold: [...row.id].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) >>> 0, 7) % FOLDS,
  weight: (100 / (sizes.get(groupOf(row))?.length ?? 1)) * (row.situation === 'foreign' ? FOREIGN_WEIGHT : 1) * (SET_WEIGHTS[row.set] ?? 1),
}))

function fit(of: readonly Row[]): ConfidenceModel {
  const { intercept, weights } = fitLogistic(of.map(({ signals, label, weight }) => ({ signals: Object.fromEntries(KEYS.map((key) => [key, signals[key] ?? 0])) as Record<Key, number>, label, weight })), { l2: L2 })
  return { name: '', intercept, weights, found: 0, closest: 0 }
}

function report(title: string, scored: readonly (Row & { readonly confidence: number })[]): void {
  console.log(`\n| ${title} | AUC unanswerable | AUC source missing | AUC other subject | false answers at 10 % refusals | ${[0.6, 0.65, 0.7].map((at) => `from ${at}: served / right / unanswerable / missing served`).join(' | ')} |`)
  for (const [set, of] of Map.groupBy(scored, (row) => row.set)) {
    const confidences = (situation: Situation) => of.filter((row) => row.situation === situation).map(({ confidence }) => confidence)
    const asked = of.filter(({ situation }) => situation === 'asked')
    const area = (situation: Situation) => (confidences(situation).length === 0 ? '–' : rocArea(confidences('asked'), confidences(situation)).toFixed(3))
    const from = (at: number) => {
      const served = asked.filter(({ confidence }) => confidence >= at)
      const share = (situation: Situation) => (confidences(situation).length === 0 ? '–' : (confidences(situation).filter((confidence) => confidence >= at).length / confidences(situation).length).toFixed(2))
      return `${(served.length / asked.length).toFixed(2)} / ${(served.filter(({ label }) => label).length / Math.max(1, served.length)).toFixed(2)} / ${share('unanswerable')} / ${share('missing')}`
    }
    const missing = confidences('missing')
    console.log(`| ${set} | ${area('unanswerable')} | ${area('missing')} | ${area('foreign')} | ${missing.length === 0 ? '–' : falseAnswersAt(0.1, confidences('asked'), missing).toFixed(3)} | ${[0.6, 0.65, 0.7].map(from).join(' | ')} |`)
  }
}

report('set left out', Object.keys(LIMITS).flatMap((left) => {
  const model = fit(rows.filter(({ set }) => set !== left))
  return rows.filter(({ set }) => set === left).map((row) => ({ ...row, confidence: confidenceOf(row.signals, model) }))
}))
const folds = Array.from({ length: FOLDS }, (_, fold) => fit(rows.filter((row) => row.fold !== fold)))
report('questions left out', rows.map((row) => ({ ...row, confidence: confidenceOf(row.signals, folds[row.fold] ?? fit(rows)) })))

const { intercept, weights } = fit(rows)
const shorten = (value: number) => Number(value.toFixed(4))
const coefficients = { intercept: shorten(intercept), weights: Object.fromEntries(Object.entries(weights).map(([key, value]) => [key, shorten(value)])) }
console.log(JSON.stringify(coefficients))
if (process.argv.includes('--write')) {
  const listed = Object.entries(coefficients.weights).map(([key, value]) => `    ${key}: ${value},`).join('\n')
  writeFileSync(path.join(root, 'src-main/core/answering/statesCoefficients.ts'), `import type { ConfidenceModel } from './confidence.ts'\n\n/** Written by \`test/eval/fitConfidence.ts --write\`; not by hand. */\nexport const STATES_COEFFICIENTS: Pick<ConfidenceModel, 'intercept' | 'weights'> = {\n  intercept: ${coefficients.intercept},\n  weights: {\n${listed}\n  },\n}\n`)
}
