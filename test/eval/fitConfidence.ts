import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { confidenceOf, type ConfidenceModel, type EvidenceSignals } from '../../src-main/core/answering/confidence.ts'
import { confidenceRows, spread, type ConfidenceRow, type Situation } from './confidenceRows.ts'
import { falseAnswersAt, fitLogistic, rocArea, type LabelledRow } from './logistic.ts'
import { EVALUATION_CACHE, openCachedEmbedder, openTokenCounter } from './openCachedEmbedder.ts'
import { developmentSets } from './sets/developmentSets.ts'
import { smallLibraryRows } from './smallLibraries.ts'

/**
 * Fits the confidence model for embedders with token states over sets of short and long questions and of several kinds of document, and writes its coefficients
 * (`statesCoefficients.ts`). The figures are for the set that a fit did not see (leave one set out), then for questions that it did not see.
 *
 *     node test/eval/fitConfidence.ts [--reuse] [--write]
 *
 * Right: an answer of squad2 or an excerpt of chunking_evaluation is quoted; elsewhere, where references are retold, a document that answers is quoted.
 */
type Key = keyof EvidenceSignals
interface Row extends ConfidenceRow, LabelledRow<EvidenceSignals> { readonly fold: number }

/** Few, so that sets that the fit did not see gain too: with these and the fifteen of before together, clapnq left out falls from .85 to .79. */
const KEYS: readonly Key[] = ['similarity', 'unmet', 'cover', 'namesMet', 'numbersMet', 'named', 'documentNamed', 'words', 'marginInPassage', 'marginOfDocument', 'negated', 'readTogether', 'worstInQuotes']
/** Questions a set; squad2 counts double, since only it and clapnq have questions that were made to tempt. */
const LIMITS: Readonly<Record<string, number>> = { squad2: 250, clapnq: 75, contoso_hr: 110, chunking_evaluation: 150, docugami_sec10q: 81, xquad_en: 150 }
const SET_WEIGHTS: Readonly<Record<string, number>> = { squad2: 2 }
/** Questions about something else are easily told, and swapped ones are made by a machine; they are to set the low end and nothing more. */
const SITUATION_WEIGHTS: Partial<Record<Situation, number>> = { foreign: 0.5, swapped: 0.5 }
const SMALL_WEIGHT = 0.5
const FOREIGN = 30
/** Sets of short articles: asked of small libraries too. */
const OF_ARTICLES: ReadonlySet<string> = new Set(['squad2', 'clapnq', 'xquad_en'])
const SMALL_LIMIT = 60
const SMALL_FOREIGN = 12
/** Where a question with a word exchanged has no answer: in libraries of many reports on the same things it often has one. */
const SWAPPED: ReadonlySet<string> = new Set(['clapnq', 'chunking_evaluation', 'xquad_en'])
const FOLDS = 5
const L2 = 3

const root = path.resolve(import.meta.dirname, '../..')
/** What was collected last; `--reuse` fits it again without asking anew. */
const ROWS = path.join(EVALUATION_CACHE, 'confidence-rows.json')

async function collect(): Promise<ConfidenceRow[]> {
  const embedder = await openCachedEmbedder(1)
  const countTokens = await openTokenCounter()
  const sets = developmentSets({ data: process.env['FOOTNOTE_DATA'] ?? path.join(root, '../shared/data'), cache: EVALUATION_CACHE, fixtures: path.join(root, 'test/fixtures/eval') })
  const load = async (name: string) => {
    const set = await sets.get(name)?.()
    if (set === undefined) throw new Error(`There is no set “${name}” here.`)
    return set
  }
  const rows: ConfidenceRow[] = []
  for (const [name, limit] of Object.entries(LIMITS)) {
    const set = await load(name)
    const other = await load(OF_ARTICLES.has(name) ? 'docugami_sec10q' : 'squad2')
    const foreign = spread(other.questions.filter(({ answerable }) => answerable), FOREIGN)
    const named = (row: ConfidenceRow) => ({ ...row, set: name })
    rows.push(...(await confidenceRows(set, { embedder, countTokens, limit, foreign, swap: SWAPPED.has(name) })).map(named))
    if (OF_ARTICLES.has(name)) rows.push(...(await smallLibraryRows(set, { embedder, countTokens, limit: SMALL_LIMIT, foreign: foreign.slice(0, SMALL_FOREIGN) })).map(named))
  }
  await embedder.close()
  writeFileSync(ROWS, JSON.stringify(rows))
  return rows
}
const collected = process.argv.includes('--reuse') ? JSON.parse(readFileSync(ROWS, 'utf8')) as ConfidenceRow[] : await collect()

const BY_ANSWER: ReadonlySet<string> = new Set(['squad2', 'chunking_evaluation', 'xquad_en'])
const isPositive = ({ set, situation, isRight, isOfDocument }: ConfidenceRow) => situation === 'asked' && (BY_ANSWER.has(set) ? isRight : isOfDocument)
const groupOf = (row: ConfidenceRow) => `${row.set} ${row.isSmall === true} ${row.situation === 'swapped'} ${isPositive(row)}`
const sizes = Map.groupBy(collected, groupOf)
const rows = collected.map((row): Row => ({
  ...row, label: isPositive(row), fold: [...row.id].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) >>> 0, 7) % FOLDS,
  weight: (100 / (sizes.get(groupOf(row))?.length ?? 1)) * (SITUATION_WEIGHTS[row.situation] ?? 1) * (row.isSmall === true ? SMALL_WEIGHT : 1) * (SET_WEIGHTS[row.set] ?? 1),
}))

function fit(of: readonly Row[]): ConfidenceModel {
  const { intercept, weights } = fitLogistic(of.map(({ signals, label, weight }) => ({ signals: Object.fromEntries(KEYS.map((key) => [key, signals[key] ?? 0])) as Record<Key, number>, label, weight })), { l2: L2 })
  return { name: '', intercept, weights, found: 0, closest: 0 }
}

type Scored = Row & { readonly confidence: number }
const STEPS: readonly number[] = [0.5, 0.55, 0.6, 0.65, 0.7]

function report(title: string, scored: readonly Scored[]): void {
  console.log(`\n| ${title} | AUC unanswerable | AUC source missing | AUC swapped | AUC other subject | false answers at 10 % refusals | ${STEPS.map((at) => `from ${at}: served / right / unanswerable / missing / other subject`).join(' | ')} |`)
  for (const [name, of] of Map.groupBy(scored, (row) => `${row.set}${row.isSmall === true ? ', small libraries' : ''}`)) {
    const confidences = (situation: Situation) => of.filter((row) => row.situation === situation).map(({ confidence }) => confidence)
    const area = (situation: Situation) => (confidences(situation).length === 0 ? '–' : rocArea(confidences('asked'), confidences(situation)).toFixed(3))
    const from = (at: number) => {
      const { served, right } = servedFrom(at, of)
      return [served, right, ...(['unanswerable', 'missing', 'foreign'] as const).map((situation) => shareFrom(at, confidences(situation)))].map((share) => (share === undefined ? '–' : share.toFixed(2))).join(' / ')
    }
    const missing = confidences('missing')
    console.log(`| ${name} | ${area('unanswerable')} | ${area('missing')} | ${area('swapped')} | ${area('foreign')} | ${missing.length === 0 ? '–' : falseAnswersAt(0.1, confidences('asked'), missing).toFixed(3)} | ${STEPS.map(from).join(' | ')} |`)
  }
}

function shareFrom(at: number, confidences: readonly number[]): number | undefined {
  return confidences.length === 0 ? undefined : confidences.filter((confidence) => confidence >= at).length / confidences.length
}

function servedFrom(at: number, of: readonly Scored[]): { readonly served: number; readonly right: number } {
  const asked = of.filter(({ situation }) => situation === 'asked')
  const served = asked.filter(({ confidence }) => confidence >= at)
  return { served: served.length / asked.length, right: served.filter(({ label }) => label).length / Math.max(1, served.length) }
}

/** Each tenth of the confidences with the share that was right, rows weighted as in the fit; the mean difference is the expected calibration error (Naeini et al., AAAI 2015). */
function reportCalibration(scored: readonly Scored[]): void {
  const weigh = (of: readonly Scored[], value: (row: Scored) => number) => of.reduce((sum, row) => sum + row.weight * value(row), 0)
  const all = weigh(scored, () => 1)
  let error = 0
  console.log('\n| confidence | rows | mean | right |')
  for (const [tenth, of] of [...Map.groupBy(scored, ({ confidence }) => Math.min(9, Math.floor(10 * confidence)))].sort(([a], [b]) => a - b)) {
    const weight = weigh(of, () => 1)
    const mean = weigh(of, ({ confidence }) => confidence) / weight
    const right = weigh(of, ({ label }) => Number(label)) / weight
    error += (weight / all) * Math.abs(mean - right)
    console.log(`| ${tenth / 10} to ${(tenth + 1) / 10} | ${of.length} | ${mean.toFixed(2)} | ${right.toFixed(2)} |`)
  }
  console.log(`expected calibration error ${error.toFixed(3)}`)
}

/** Share of what is shown as found that is right, and of tempting questions at most, over squad2, whose truth is exact. */
const LEAST_RIGHT = 0.95
const MOST_TEMPTED = 0.25
/** Share of questions about something else that are no more than "none". */
const FOREIGN_BELOW = 0.95

/** The lowest confidences at which these hold by questions that the fit did not see. */
function thresholds(scored: readonly Scored[]): { readonly found: number; readonly closest: number } {
  const exact = scored.filter(({ set, isSmall }) => set === 'squad2' && isSmall !== true)
  const tempting = exact.filter(({ situation }) => situation === 'unanswerable').map(({ confidence }) => confidence)
  const hundredths = Array.from({ length: 95 }, (_, index) => (index + 1) / 100)
  const found = hundredths.find((at) => servedFrom(at, exact).right >= LEAST_RIGHT && (shareFrom(at, tempting) ?? 0) <= MOST_TEMPTED) ?? 1
  const foreign = scored.filter(({ situation }) => situation === 'foreign').map(({ confidence }) => confidence)
  const closest = hundredths.find((at) => 1 - (shareFrom(at, foreign) ?? 0) >= FOREIGN_BELOW) ?? found
  return { found, closest: Math.min(found, closest) }
}

report('set left out', Object.keys(LIMITS).flatMap((left) => {
  const model = fit(rows.filter(({ set }) => set !== left))
  return rows.filter(({ set }) => set === left).map((row) => ({ ...row, confidence: confidenceOf(row.signals, model) }))
}))
const folds = Array.from({ length: FOLDS }, (_, fold) => fit(rows.filter((row) => row.fold !== fold)))
const unseen = rows.map((row) => ({ ...row, confidence: confidenceOf(row.signals, folds[row.fold] ?? fit(rows)) }))
report('questions left out', unseen)
reportCalibration(unseen)
const { found, closest } = thresholds(unseen)
console.log('thresholds', { found, closest })

const { intercept, weights } = fit(rows)
const shorten = (value: number) => Number(value.toFixed(4))
const coefficients = { intercept: shorten(intercept), weights: Object.fromEntries(Object.entries(weights).map(([key, value]) => [key, shorten(value)])) }
console.log(JSON.stringify(coefficients))
if (process.argv.includes('--write')) {
  const listed = Object.entries(coefficients.weights).map(([key, value]) => `    ${key}: ${value},`).join('\n')
  writeFileSync(path.join(root, 'src-main/core/answering/statesCoefficients.ts'), `import type { ConfidenceModel } from './confidence.ts'\n\n/** Written by \`test/eval/fitConfidence.ts --write\`; not by hand. */\nexport const STATES_COEFFICIENTS: Pick<ConfidenceModel, 'intercept' | 'weights' | 'found' | 'closest'> = {\n  found: ${found},\n  closest: ${closest},\n  intercept: ${coefficients.intercept},\n  weights: {\n${listed}\n  },\n}\n`)
}
