import { readFileSync } from 'node:fs'
import { confidenceOf, evidenceSignals, type ConfidenceModel, type EvidenceSignals } from '../../src-main/core/answering/confidence.ts'
import { scoreSentences } from '../../src-main/core/answering/scoreSentences.ts'
import { selectEvidence } from '../../src-main/core/answering/selectEvidence.ts'
import type { Embedder, TokenStates } from '../../src-main/core/ports/Embedder.ts'
import { findMentions } from '../../src-main/core/retrieval/findMentions.ts'
import { openCachedEmbedder } from './openCachedEmbedder.ts'
import { fitLogistic, rocArea, falseAnswersAt, type LabelledRow } from './logistic.ts'
import { asEvidence, buildParagraphCorpus, type ParagraphCorpus } from './paragraphCorpus.ts'
import { containsAnswer, loadSquad2 } from './squad2.ts'

/**
 * Fits the confidence model and prints its coefficients for `confidenceModels.ts`, with figures by cross-validation (squad2 by article,
 * clapnq by question).
 *
 *     node test/eval/fitConfidence.ts [--vectors]
 *
 * Rows: squad2 with its paragraph (answerable or adversarially not), squad2 answerable with the paragraph left out, unless another one
 * happens to hold the reference answer in the chosen sentence, clapnq with its passage, clapnq with the passage left out.
 */
function asModel(fitted: Pick<ConfidenceModel, 'intercept' | 'weights'> | undefined): ConfidenceModel {
  if (fitted === undefined) throw new Error('no fold')
  return { ...fitted, name: '', found: 0, closest: 0 }
}

interface Question { readonly id: string; readonly question: string; readonly gold: string; readonly document: string; readonly answerable: boolean; readonly answers: readonly string[] }
type SetName = 'squad' | 'squadMissing' | 'clapnq' | 'clapnqMissing'
interface Row extends LabelledRow<EvidenceSignals> { readonly set: SetName; readonly fold: number; readonly isRight: boolean }

const DATA = process.env.FOOTNOTE_DATA ?? '/work/shared/data'
/** Sets differ in size; each is to count. */
const WEIGHTS: Readonly<Record<SetName, number>> = { squad: 1, squadMissing: 1, clapnq: 4, clapnqMissing: 2 }
const PASSAGES = 8
const FOLDS = 5

const withStates = await openCachedEmbedder(2)
const embedder: Embedder = process.argv.includes('--vectors')
  ? { identity: withStates.identity, embedPassages: withStates.embedPassages, embedQuery: withStates.embedQuery, close: withStates.close } : withStates
const kept = new Map<string, TokenStates>()

const squad = loadSquad2()
const articles = [...new Set(squad.map((question) => question.document))]
const clapnq = (['answerable', 'unanswerable'] as const).flatMap((name) => readFileSync(`${DATA}/clapnq/${name}.jsonl`, 'utf8').trim().split('\n').map((line, index): Question & { fold: number } => {
  const row = JSON.parse(line) as { id: string; input: string; passages: { title: string; text: string }[] }
  return { id: row.id, question: row.input, gold: row.passages[0]?.text ?? '', document: row.passages[0]?.title ?? '', answerable: name === 'answerable', answers: [], fold: index % FOLDS }
}))

async function collect(questions: readonly Question[], sets: readonly [SetName, SetName], foldOf: (question: Question) => number): Promise<Row[]> {
  const corpus: ParagraphCorpus = await buildParagraphCorpus([...new Map(questions.map(({ gold, document }) => [gold, document]))].map(([text, document]) => ({ text, document })), embedder)
  const rows: Row[] = []
  for (const question of questions) {
    const vector = await embedder.embedQuery(question.question)
    const terms = corpus.terms(question.question)
    const asked = { text: question.question, terms, vector, kind: 'plain' as const, mentions: findMentions(question.question), wantsFigures: false }
    const ranked = corpus.rank(question.question, vector, terms).slice(0, PASSAGES + 1)
    for (const set of sets) {
      const isMissing = set === sets[1]
      if (isMissing && !question.answerable) continue
      const passages = ranked.filter(({ paragraph }) => !isMissing || paragraph.text !== question.gold).slice(0, PASSAGES).map((item, index) => asEvidence(item.paragraph, index + 1, item))
      const selection = selectEvidence(asked, passages, await scoreSentences(asked, passages, { embedder, cache: { get: (key) => kept.get(key), set: (key, states) => void kept.set(key, states) } }))
      const signals = evidenceSignals(asked, passages, selection)
      if (signals === undefined) continue
      const shown = selection.evidence.map(({ passage, charStart, charEnd }) => passages[passage]?.unit.text.slice(charStart, charEnd)).join(' ')
      const isRight = question.answers.length > 0 && containsAnswer(shown, question.answers)
      if (isMissing && isRight) continue
      rows.push({ set, fold: foldOf(question), signals, label: question.answerable && !isMissing, weight: WEIGHTS[set], isRight })
    }
  }
  return rows
}

const rows = [
  ...await collect(squad, ['squad', 'squadMissing'], (question) => articles.indexOf(question.document)),
  ...await collect(clapnq, ['clapnq', 'clapnqMissing'], (question) => (question as Question & { fold: number }).fold),
]
const folds = Array.from({ length: FOLDS }, (_, fold) => fitLogistic(rows.filter((row) => row.fold !== fold)))
const scored = rows.map((row) => ({ ...row, confidence: confidenceOf(row.signals, asModel(folds[row.fold])) }))
const of = (set: SetName, label?: boolean) => scored.filter((row) => row.set === set && (label === undefined || row.label === label))
const confidences = (some: readonly { readonly confidence: number }[]) => some.map((row) => row.confidence)
const answerable = of('squad', true)
const figures = {
  squadAdversarialArea: rocArea(confidences(answerable), confidences(of('squad', false))),
  squadMissingArea: rocArea(confidences(answerable), confidences(of('squadMissing'))),
  squadMissingFalseAnswersAt10: falseAnswersAt(0.1, confidences(answerable), confidences(of('squadMissing'))),
  clapnqArea: rocArea(confidences(of('clapnq', true)), confidences(of('clapnq', false))),
  clapnqMissingArea: rocArea(confidences(of('clapnq', true)), confidences(of('clapnqMissing'))),
}
console.log(JSON.stringify(Object.fromEntries(Object.entries(figures).map(([key, value]) => [key, Number(value.toFixed(3))])), null, 1))
console.log('threshold: served, right when served, adversarial served, missing served, clapnq served, clapnq unanswerable served')
for (let threshold = 0.2; threshold < 0.85; threshold += 0.05) {
  const served = answerable.filter((row) => row.confidence >= threshold)
  const share = (some: readonly { readonly confidence: number }[]) => (some.filter((row) => row.confidence >= threshold).length / Math.max(1, some.length)).toFixed(3)
  console.log(threshold.toFixed(2), share(answerable), (served.filter((row) => row.isRight).length / Math.max(1, served.length)).toFixed(3), share(of('squad', false)), share(of('squadMissing')), share(of('clapnq', true)), share(of('clapnq', false)))
}
const final = fitLogistic(rows)
console.log(JSON.stringify({ intercept: Number(final.intercept.toFixed(4)), weights: Object.fromEntries(Object.entries(final.weights).map(([key, value]) => [key, Number(value.toFixed(4))])) }, null, 1))
await embedder.close()
