import type { AnswerGrade } from '../../../src-shared/domain/answer.ts'
import type { QuestionMentions } from '../retrieval/QuestionAnalysis.ts'
import { lexicalTerms } from '../retrieval/lexicalTerms.ts'
import type { QuestionTerm } from '../retrieval/Retrieval.ts'
import type { EvidencePassage } from './EvidencePassage.ts'
import { coverOf } from './scoreSentences.ts'
import type { Selection } from './selectEvidence.ts'

/** What tells whether the evidence answers the question; each about 0 to 1. */
export interface EvidenceSignals {
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
  /** `margin` · `cover`: standing out counts when the words are there. */
  readonly marginCover: number
  /** Idf of the most telling word that the best sentence lacks, over 6 (a word of one chunk in 400); 0 when it lacks none. */
  readonly missed: number
  /** The same for its passage. */
  readonly passageMissed: number
  /** Cosine of its passage above the mean of all passages'. */
  readonly standOut: number
}

/** A logistic regression over the signals, and the grades it is cut into. Fitted by `test/eval/fitConfidence.ts`. */
export interface ConfidenceModel {
  readonly name: string
  readonly intercept: number
  readonly weights: Readonly<Record<keyof EvidenceSignals, number>>
  /** From here on an answer is shown as found. */
  readonly found: number
  /** From here on the nearest passages are worth a look. */
  readonly closest: number
}

/** The question as the signals need it. */
export interface SignalQuestion {
  readonly text: string
  readonly terms: readonly QuestionTerm[]
  readonly mentions: QuestionMentions
}

/** Undefined when there is no sentence to judge. */
export function evidenceSignals(question: SignalQuestion, passages: readonly EvidencePassage[], selection: Selection): EvidenceSignals | undefined {
  const best = selection.ranking[0]
  const from = best === undefined ? undefined : passages[best.passage]
  if (best === undefined || from === undefined) return undefined
  const { passage, unit } = from
  const read = [passage.title ?? '', passage.path, ...('headings' in passage.anchor ? passage.anchor.headings ?? [] : []), unit.text.slice(from.charStart, from.charEnd)].join(' ')
  const other = selection.ranking.find((sentence) => sentence.passage !== best.passage)
  // By what they say alone: a sentence chosen for its passage's rank stands out no further than its words.
  const margin = other === undefined ? 0 : Math.max(0, best.score - other.score)
  const cosines = passages.flatMap(({ passage: { vectorScore } }) => (vectorScore === undefined ? [] : [vectorScore]))
  const meanCosine = cosines.reduce((sum, value) => sum + value, 0) / Math.max(1, cosines.length)
  return {
    similarity: best.similarity, weakest: best.weakest,
    passageSimilarity: best.inPassage.similarity, passageWeakest: best.inPassage.weakest,
    cover: best.cover, passageCover: coverOf(read, question.terms), passageCosine: passage.vectorScore ?? 0,
    named: namedShare(question, read),
    expected: best.holdsExpected === null ? 0.5 : best.holdsExpected ? 1 : 0,
    margin, marginCover: margin * best.cover,
    missed: missedIdf(best.text, question.terms), passageMissed: missedIdf(read, question.terms),
    standOut: passage.vectorScore === undefined ? 0 : passage.vectorScore - meanCosine,
  }
}

/** Idf of a word that stands in one of 400 chunks: about the most that a small library can give. */
const TELLING_IDF = 6

function missedIdf(text: string, terms: readonly QuestionTerm[]): number {
  const words = new Set(lexicalTerms(text))
  return Math.min(1, Math.max(0, ...terms.filter(({ term }) => !words.has(term)).map(({ idf }) => idf)) / TELLING_IDF)
}

/** Share of what the question names that stands in the text. */
function namedShare({ text, mentions }: SignalQuestion, read: string): number {
  const numbers = text.match(/\p{N}[\p{N}.,/-]*/gu) ?? []
  const named = new Set([...mentions.names, ...mentions.identifiers, ...numbers].flatMap((name) => lexicalTerms(name)))
  if (named.size === 0) return 1
  const words = new Set(lexicalTerms(read))
  return [...named].filter((term) => words.has(term)).length / named.size
}

/** Probability, 0 to 1, that the evidence answers the question. */
export function confidenceOf(signals: EvidenceSignals, model: ConfidenceModel): number {
  let sum = model.intercept
  for (const key of Object.keys(model.weights) as (keyof EvidenceSignals)[]) sum += model.weights[key] * signals[key]
  return 1 / (1 + Math.exp(-sum))
}

export function gradeOf(confidence: number, model: ConfidenceModel): AnswerGrade {
  return confidence >= model.found ? 'found' : confidence >= model.closest ? 'closest' : 'none'
}
