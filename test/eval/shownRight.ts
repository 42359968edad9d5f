import type { EvaluationQuestion } from '../../src-main/core/evaluation/EvaluationQuestion.ts'
import { isStopWord, lexicalTerms } from '../../src-main/core/retrieval/lexicalTerms.ts'
import { containsAnswer } from './squad2.ts'

/** A quote that would be shown, with where it stands. */
export interface ShownQuote {
  readonly document: string
  readonly unit: number
  readonly unitText: string
  readonly charStart: number
  readonly charEnd: number
  readonly text: string
}

/** Share of a long reference's words and figures that quotes must hold to answer it: references are retold, quotes are not. */
const REFERENCE_WORDS = 0.5
/** The same where nothing but the document is known to be right. */
const FEW_WORDS = 0.35

/**
 * Whether quotes answer a question, as far as its set tells: a short reference answer is contained; an excerpt is touched; a page, or the
 * one after it, is quoted (contoso's pages are those where the drafted question begins); of a long reference enough words stand in quotes from a
 * right document, and a figure where it has figures.
 */
export function isShownRight(set: string, question: EvaluationQuestion, quotes: readonly ShownQuote[]): boolean {
  const ofDocuments = quotes.filter(({ document }) => question.documents.includes(document))
  if (set === 'squad2' || set === 'wikitablequestions' || set.startsWith('xquad')) return containsAnswer(quotes.map(({ text }) => text).join(' '), question.answers)
  if (set === 'clapnq') return ofDocuments.length > 0 && recall(question, ofDocuments) >= REFERENCE_WORDS
  const excerpts = question.evidence.filter(({ text }) => text !== undefined)
  if (excerpts.length > 0) return ofDocuments.some((quote) => excerpts.some(({ text = '' }) => touches(quote, text)))
  const pages = question.evidence.flatMap(({ page }) => page ?? [])
  if (pages.some((page) => ofDocuments.some(({ unit }) => unit === page || unit === page + 1))) return true
  const figures = figuresOf(question)
  const isFigureShown = figures.size === 0 || ofDocuments.some(({ text }) => !figures.isDisjointFrom(figuresIn(text)))
  return ofDocuments.length > 0 && isFigureShown && recall(question, ofDocuments) >= (pages.length > 0 ? REFERENCE_WORDS : FEW_WORDS)
}

function touches({ unitText, charStart, charEnd }: ShownQuote, excerpt: string): boolean {
  const begin = unitText.indexOf(excerpt)
  return begin >= 0 && charStart < begin + excerpt.length && charEnd > begin
}

function recall(question: EvaluationQuestion, quotes: readonly ShownQuote[]): number {
  const asked = new Set(lexicalTerms(question.question))
  const shown = new Set(lexicalTerms(quotes.map(({ text }) => text).join(' ')))
  return Math.max(0, ...question.answers.map((answer) => {
    const wanted = [...new Set(lexicalTerms(withoutSources(answer)))].filter((term) => !isStopWord(term) && !asked.has(term))
    return wanted.length === 0 ? 1 : wanted.filter((term) => shown.has(term)).length / wanted.length
  }))
}

function withoutSources(answer: string): string {
  return answer.replaceAll(/\(?SOURCE(?:\(S\))?:[^\n)]*\)?/g, '')
}

function figuresOf({ answers }: EvaluationQuestion): Set<string> {
  return figuresIn(withoutSources(answers[0] ?? '').replaceAll(/\b(?:19|20)\d{2}\b/g, ''))
}

/** Numbers of two digits and more, without thousands separators: single digits stand everywhere. */
function figuresIn(text: string): Set<string> {
  return new Set((text.match(/\d[\d.,]*\d/g) ?? []).map((figure) => figure.replaceAll(',', '')))
}
