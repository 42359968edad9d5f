import { containsAnswer, figuresFound } from './answerMetrics.ts'
import type { EvaluationQuestion } from './EvaluationQuestion.ts'
import { hitAt, ndcgAt, recallAt, reciprocalRank } from './rankingMetrics.ts'

/** What a measure needs to know of a ranked passage. `document` is the file's name as the set calls it. */
export interface RankedPassage {
  readonly document: string
  /** Page, sheet or slide number. */
  readonly unit: number
  readonly text: string
}

/** Measures of one question by name; a measure that does not apply (no page known, no figures in the answer) is absent. */
export type Scores = Readonly<Record<string, number>>

const DEPTHS = [1, 5, 10] as const

/**
 * All retrieval measures of one question from its passages, best first (give at least 50, so that documents can be ranked):
 *
 * - `page@k`: a page that holds the evidence is among the first k passages; `pageRecall@k`: share of those pages among the first k *pages*;
 * - `doc@k`: a right document is; `docRecall@k`: share of the right documents among the first k *documents*, in order of their first passage;
 * - `ndcg@10`, `mrr`: over documents with the set's judgements, or the right documents as judgements;
 * - `answer@k`: a reference answer stands in one of the first k passages; `evidence@k`: share of the evidence texts that are there (see `holdsEvidence`);
 * - `figures@10`: share of the reference's figures that stand in the first ten passages.
 */
export function scoreRetrieval(question: EvaluationQuestion, passages: readonly RankedPassage[]): Scores {
  const scores: Record<string, number> = {}
  const documents = passages.map(({ document }) => document)
  const distinct = [...new Set(documents)]
  const right = new Set(question.documents)
  const pages = new Set(question.evidence.flatMap(({ document, page }) => (page === undefined ? [] : [`${document}#${page}`])))
  const texts = question.evidence.flatMap(({ text }) => (text === undefined ? [] : [text]))
  const pageKeys = passages.map(({ document, unit }) => `${document}#${unit}`)

  if (right.size > 0) {
    const relevance = question.relevance ?? new Map(question.documents.map((document) => [document, 1]))
    scores['ndcg@10'] = ndcgAt(distinct, relevance, 10)
    scores['mrr'] = reciprocalRank(distinct, right)
  }
  for (const k of DEPTHS) {
    const first = passages.slice(0, k)
    if (pages.size > 0) {
      scores[`page@${k}`] = hitAt(pageKeys, pages, k)
      scores[`pageRecall@${k}`] = recallAt([...new Set(pageKeys)], pages, k)
    }
    if (right.size > 0) {
      scores[`doc@${k}`] = hitAt(documents, right, k)
      scores[`docRecall@${k}`] = recallAt(distinct, right, k)
    }
    if (question.answers.length > 0) scores[`answer@${k}`] = Math.max(0, ...first.map(({ text }) => containsAnswer(text, question.answers)))
    if (texts.length > 0) scores[`evidence@${k}`] = texts.filter((evidence) => first.some(({ text }) => holdsEvidence(text, evidence))).length / texts.length
  }
  const figures = figuresFound(passages.slice(0, 10).map(({ text }) => text).join('\n'), question.answers[0] ?? '')
  if (figures !== undefined) scores['figures@10'] = figures
  return scores
}

/** Words in a row; long enough that two texts do not share it by chance. */
const SHINGLE = 5

/** Whether a passage holds at least half of an evidence text (by its runs of five words), or lies wholly inside it. */
export function holdsEvidence(passage: string, evidence: string): boolean {
  const wanted = shingles(evidence)
  const there = shingles(passage)
  const common = [...wanted].filter((shingle) => there.has(shingle)).length
  return common >= wanted.size / 2 || (there.size > 0 && common >= 0.9 * there.size)
}

function shingles(text: string): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  const found = new Set<string>()
  for (let index = 0; index + SHINGLE <= Math.max(words.length, SHINGLE); index++) found.add(words.slice(index, index + SHINGLE).join(' '))
  return found
}

/** Mean of each measure over the questions that it applies to, with how many those are. */
export function meanScores(all: readonly Scores[]): Map<string, { readonly mean: number; readonly questions: number }> {
  const sums = new Map<string, { sum: number; questions: number }>()
  for (const scores of all) {
    for (const [name, value] of Object.entries(scores)) {
      const entry = sums.get(name) ?? { sum: 0, questions: 0 }
      sums.set(name, { sum: entry.sum + value, questions: entry.questions + 1 })
    }
  }
  return new Map([...sums].map(([name, { sum, questions }]) => [name, { mean: sum / questions, questions }]))
}
