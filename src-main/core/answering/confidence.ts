import type { AnswerGrade } from '../../../src-shared/domain/answer.ts'
import type { QuestionKind, QuestionMentions } from '../retrieval/QuestionAnalysis.ts'
import { withQuarters } from '../retrieval/documentProfile.ts'
import { nameTermsOf } from '../retrieval/nameTermsOf.ts'
import { lexicalTerms } from '../retrieval/lexicalTerms.ts'
import type { QuestionTerm } from '../retrieval/Retrieval.ts'
import type { EvidencePassage } from './EvidencePassage.ts'
import { coverOf, type ScoredSentence } from './scoreSentences.ts'
import type { Selection } from './selectEvidence.ts'
import type { QuoteSignals } from './quoteSignals.ts'
import { wordSignals, type WordSignals } from './wordSignals.ts'

/** What tells whether the evidence answers the question; each about 0 to 1. */
export interface EvidenceSignals extends WordSignals, QuoteSignals {
  /** Late interaction (or cosine) of the best sentence. */
  readonly similarity: number
  /** Worst-met telling word of the question in the best sentence. */
  readonly weakest: number
  /** The same when the question may be met anywhere in the best sentence's passage. */
  readonly passageSimilarity: number
  readonly passageWeakest: number
  /** Idf cover of the question by the best sentence. */
  readonly cover: number
  /** Idf cover by the best sentence's passage. */
  readonly passageCover: number
  /** Cosine of the best sentence's passage with the question. */
  readonly passageCosine: number
  /** Share of the names, numbers and identifiers of the question that stand in that passage; 1 when it has none. */
  readonly named: number
  /** 1: holds the date, number or name that is asked for; 0: does not; 0.5: the question does not tell. */
  readonly expected: number
  /** How far the best sentence is above the best one of another passage. */
  readonly margin: number
  /** The same above the next sentence of its own passage, and above the best one of another document: 0.05 where there is none. */
  readonly marginInPassage: number
  readonly marginOfDocument: number
  /** `margin` · `cover`: standing out counts when the words are there. */
  readonly marginCover: number
  /** Idf of the most telling word that the best sentence lacks, over 6 (a word of one chunk in 400); 0 when it lacks none. */
  readonly missed: number
  /** The same for its passage. */
  readonly passageMissed: number
  /** Cosine of its passage above the mean of all passages'. */
  readonly standOut: number
  /** How well the few most telling words are met: by the best sentence or what it stands under, and anywhere in its passage. Long questions hold words that no sentence repeats. */
  readonly keySimilarity: number
  readonly keyPassage: number
  /** The same of all words, by the three best sentences and what they stand under together. */
  readonly threeSimilarity: number
  /** Idf cover by the three best sentences and what they stand under. */
  readonly threeCover: number
  /** Share of the names, numbers, years and quarters of the question that stand in the best sentence's passage or in its document's name, title and first words; 1 when it has none. */
  readonly documentNamed: number
  /** Content words of the question, four at least: log2, over 5 (32 words). */
  readonly length: number
  /** 1: figures are asked for and stand in the best sentence; 0: they do not; 0.5: none are asked for. */
  readonly figures: number
}

/** A logistic regression over the signals, and the grades it is cut into. Fitted by `test/eval/fitConfidence.ts`. */
export interface ConfidenceModel {
  readonly name: string
  readonly intercept: number
  readonly weights: Readonly<Partial<Record<keyof EvidenceSignals, number>>>
  /** From here on an answer is shown as found. */
  readonly found: number
  /** From here on the nearest passages are worth a look. */
  readonly closest: number
}

/** The question as the signals need it. */
export interface SignalQuestion {
  readonly text: string
  readonly terms: readonly QuestionTerm[]
  readonly kind: QuestionKind
  readonly mentions: QuestionMentions
  readonly wantsFigures: boolean
}

/** Undefined when there is no sentence to judge. */
export function evidenceSignals(question: SignalQuestion, passages: readonly EvidencePassage[], selection: Selection, quotes: QuoteSignals): EvidenceSignals | undefined {
  const best = selection.ranking[0]
  const from = best === undefined ? undefined : passages[best.passage]
  if (best === undefined || from === undefined) return undefined
  const { passage, unit } = from
  const read = [contextOf(from), unit.text.slice(from.charStart, from.charEnd)].join(' ')
  const other = selection.ranking.find((sentence) => sentence.passage !== best.passage)
  // By what they say alone: a sentence chosen for its passage's rank stands out no further than its words.
  const margin = other === undefined ? 0 : Math.max(0, best.score - other.score)
  const inSame = selection.ranking.find((sentence) => sentence !== best && sentence.passage === best.passage)
  const ofOther = selection.ranking.find((sentence) => passages[sentence.passage]?.passage.documentId !== passage.documentId)
  const cosines = passages.flatMap(({ passage: { vectorScore } }) => (vectorScore === undefined ? [] : [vectorScore]))
  const meanCosine = cosines.reduce((sum, value) => sum + value, 0) / Math.max(1, cosines.length)
  const three = selection.ranking.slice(0, 3)
  const threeRead = three.flatMap((sentence) => [sentence.text, sentence.sentence.headings?.join(' ') ?? '', sentence.sentence.tableHeader ?? '', contextOf(passages[sentence.passage])]).join(' ')
  const length = Math.log2(1 + Math.max(FEWEST_WORDS, question.terms.length)) / 5
  const words = wordsOf(best)
  const cover = best.cover
  return {
    similarity: best.similarity, weakest: best.weakest,
    passageSimilarity: best.inPassage.similarity, passageWeakest: best.inPassage.weakest,
    cover, passageCover: coverOf(read, question.terms), passageCosine: passage.vectorScore ?? 0,
    named: namedShare(question, read),
    expected: best.holdsExpected === null ? 0.5 : best.holdsExpected ? 1 : 0,
    margin, marginCover: margin * cover, marginInPassage: above(best, inSame), marginOfDocument: above(best, ofOther),
    missed: missedIdf(best.text, question.terms), passageMissed: missedIdf(read, question.terms),
    standOut: passage.vectorScore === undefined ? 0 : passage.vectorScore - meanCosine,
    keySimilarity: meanOfKeys(words, words.met), keyPassage: meanOfKeys(words, words.metInPassage),
    threeSimilarity: mean(words, words.weights.map((_, word) => Math.max(...three.map((sentence) => wordsOf(sentence).met[word] ?? 0)))),
    threeCover: coverOf(threeRead, question.terms),
    documentNamed: namedShare(question, read, passage.documentTerms),
    length,
    figures: question.wantsFigures ? Number(/\p{N}/u.test(best.text)) : 0.5,
    ...wordSignals(question, best, from), ...quotes,
  }
}

/** A usual margin: having no rival tells neither for nor against a sentence. */
const NO_RIVAL = 0.05

function above(best: ScoredSentence, rival: ScoredSentence | undefined): number {
  return rival === undefined ? NO_RIVAL : Math.max(0, best.score - rival.score)
}

/** What stands above a passage and is not part of it: the document's title, path and headings. */
function contextOf(from: EvidencePassage | undefined): string {
  if (from === undefined) return ''
  const { passage } = from
  return [passage.title ?? '', passage.path.replaceAll(/[_.-]+/g, ' '), ...('headings' in passage.anchor ? passage.anchor.headings ?? [] : [])].join(' ')
}

/** So many words, by weight, say what a question is about. */
const KEY_WORDS = 4

/** By words, what stands above the sentence counting as met; without token states the sentence's own similarity for the one word that there is. */
function wordsOf({ words, similarity, inPassage }: ScoredSentence): { readonly weights: readonly number[]; readonly met: readonly number[]; readonly metInPassage: readonly number[] } {
  if (words === undefined) return { weights: [1], met: [similarity], metInPassage: [inPassage.similarity] }
  const withContext = (met: readonly number[]) => met.map((value, word) => Math.max(value, words.inContext[word] ?? 0))
  return { weights: words.weights, met: withContext(words.met), metInPassage: withContext(words.metInPassage) }
}

function mean({ weights }: { readonly weights: readonly number[] }, values: readonly number[]): number {
  return values.reduce((sum, value, word) => sum + (weights[word] ?? 0) * value, 0)
}

function meanOfKeys({ weights }: { readonly weights: readonly number[] }, values: readonly number[]): number {
  const keys = weights.map((weight, word) => ({ weight, value: values[word] ?? 0 })).sort((a, b) => b.weight - a.weight).slice(0, KEY_WORDS)
  return keys.reduce((sum, { value }) => sum + value, 0) / Math.max(1, keys.length)
}

/** Questions of fewer words ("leverage covenant") are no less likely to have an answer; the sets that were fitted hardly have any. */
const FEWEST_WORDS = 4

/** Idf of a word that stands in one of 400 chunks: about the most that a small library can give. */
const TELLING_IDF = 6

function missedIdf(text: string, terms: readonly QuestionTerm[]): number {
  const words = new Set(lexicalTerms(text))
  return Math.min(1, Math.max(0, ...terms.filter(({ term }) => !words.has(term)).map(({ idf }) => idf)) / TELLING_IDF)
}

/** Share of what the question names that stands in the text or is said by the document itself. */
function namedShare({ text, mentions }: SignalQuestion, read: string, ofDocument: readonly string[] = []): number {
  const named = nameTermsOf(text, mentions)
  if (named.size === 0) return 1
  const words = new Set([...withQuarters(read), ...ofDocument])
  return [...named].filter((term) => words.has(term)).length / named.size
}

/** Probability, 0 to 1, that the evidence answers the question. */
export function confidenceOf(signals: EvidenceSignals, model: ConfidenceModel): number {
  let sum = model.intercept
  for (const key of Object.keys(model.weights) as (keyof EvidenceSignals)[]) sum += (model.weights[key] ?? 0) * signals[key]
  return 1 / (1 + Math.exp(-sum))
}

export function gradeOf(confidence: number, model: ConfidenceModel): AnswerGrade {
  return confidence >= model.found ? 'found' : confidence >= model.closest ? 'closest' : 'none'
}
