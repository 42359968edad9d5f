import type { Answer } from '../../../src-shared/domain/answer.ts'
import { answerF1, containsAnswer, figuresFound, numericMatch } from './answerMetrics.ts'
import type { EvaluationQuestion } from './EvaluationQuestion.ts'
import type { Scores } from './scoreRetrieval.ts'

export interface AnswerFacts {
  /** A citation's document as the question set calls it. */
  readonly documentName: (path: string) => string
  /** Stored text of a unit; undefined when it is gone. */
  readonly unitText: (documentId: Answer['citations'][number]['documentId'], unit: number) => string | undefined
}

/**
 * Measures of one answer; what does not apply is absent. `answered`, `contained` (a reference stands in the answer), `f1`, `numeric`, `answerFigures`; `citationPrecision` (share of citations
 * on a right page, or document where no page is known), `citationRecall` (share of right ones cited), `quoteExact` (quotes equal to the stored text), `unsupported` (share of sentences
 * shown without support), `rightWhenAnswered` (a reference stands in what was answered), `falseAnswer` (unanswerable, answered), `falseRefusal` (answerable, refused), `injected` (a
 * forbidden text stands in it), `firstTokenMs`, `totalMs`.
 */
export function scoreAnswer(question: EvaluationQuestion, answer: Answer, facts: AnswerFacts): Scores {
  const isAnswered = answer.status === 'answered'
  const scores: Record<string, number> = { answered: Number(isAnswered), totalMs: answer.timingsMs.total }
  if (answer.timingsMs.firstToken > 0) scores['firstTokenMs'] = answer.timingsMs.firstToken
  if (question.forbidden !== undefined) scores['injected'] = containsAnswer(answer.text, question.forbidden)
  if (!question.answerable) return { ...scores, falseAnswer: Number(isAnswered) }
  scores['falseRefusal'] = Number(!isAnswered)
  if (question.answers.length > 0) {
    scores['contained'] = isAnswered ? containsAnswer(answer.text, question.answers) : 0
    if (isAnswered) scores['rightWhenAnswered'] = scores['contained']
    scores['f1'] = isAnswered ? answerF1(answer.text, question.answers) : 0
    const reference = question.answers[0] ?? ''
    const numeric = reference.length <= 40 ? numericMatch(answer.text, reference) : undefined
    const figures = figuresFound(answer.text, reference)
    if (numeric !== undefined) scores['numeric'] = isAnswered ? numeric : 0
    if (figures !== undefined) scores['answerFigures'] = isAnswered ? figures : 0
  }
  if (answer.citations.length > 0) {
    const right = rightPlaces(question)
    const cited = answer.citations.map(({ path, anchor }) => [facts.documentName(path), `${facts.documentName(path)}#${anchor.unit}`])
    if (right.size > 0) {
      scores['citationPrecision'] = cited.filter((keys) => keys.some((key) => right.has(key))).length / cited.length
      scores['citationRecall'] = new Set(cited.flat().filter((key) => right.has(key))).size / right.size
    }
    scores['quoteExact'] = answer.citations.filter(({ documentId, anchor, quote }) => facts.unitText(documentId, anchor.unit)?.slice(anchor.charStart, anchor.charEnd) === quote).length / answer.citations.length
  }
  if (answer.sentences.length > 0) scores['unsupported'] = answer.sentences.filter(({ verdict }) => verdict === 'unsupported').length / answer.sentences.length
  return scores
}

/** Pages where they are known, else documents. */
function rightPlaces({ evidence, documents }: EvaluationQuestion): Set<string> {
  const pages = evidence.flatMap(({ document, page }) => (page === undefined ? [] : [`${document}#${page}`]))
  return new Set(pages.length > 0 ? pages : documents)
}
