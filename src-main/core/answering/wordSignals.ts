import { isStopWord, lexicalTerms } from '../retrieval/lexicalTerms.ts'
import { withQuarters } from '../retrieval/documentProfile.ts'
import type { QuestionKind, QuestionMentions } from '../retrieval/QuestionAnalysis.ts'
import { describeSource } from './describeSource.ts'
import type { EvidencePassage } from './EvidencePassage.ts'
import { NEGATION } from '../retrieval/negation.ts'
import type { ScoredSentence } from './scoreSentences.ts'

/**
 * What single words of the question tell. A passage about the right subject that lacks the one thing that is asked for (the salary of a person
 * whom it names) is near the question as a whole: only its worst-met word gives it away. None of these depends on the size of the
 * library, as idf does: in a library of three documents nearly every word is rare or in all of them.
 */
export interface WordSignals {
  /** Best cosine of the worst-met content word among those that do not stand in the best sentence or above it; 0.85 when all stand there. */
  readonly unmet: number
  /** Worst-met content word, anywhere in the passage. */
  readonly worstInPassage: number
  /** Share of the words of names and identifiers that stand in the passage or in its document's name, title and first words; 1 when there are none. */
  readonly namesMet: number
  /** Share of the question's numbers that stand in the best sentence, beside it or above it; 1 when there are none, and of a comparison, whose years are looked for one by one (`judgeParts`). */
  readonly numbersMet: number
  /** 1 when the question is negated and the best sentence is not. */
  readonly negated: number
  /** Content words of the question: log2, over 5 (31 words). */
  readonly words: number
}

/** A word that stands in the sentence has about this cosine with itself, and one that is met by another word seldom more. */
const STANDS_THERE = 0.85
/** A word in the title or a heading is as good as there. */
const MET_ABOVE = 0.95

export function wordSignals(question: { readonly text: string; readonly mentions: QuestionMentions; readonly kind?: QuestionKind }, best: ScoredSentence, from: EvidencePassage): WordSignals {
  const { sentence, index, text } = best
  const above = [sentence.tableHeader ?? '', sentence.headings?.join(' ') ?? '', describeSource(from.passage), from.passage.path.replaceAll(/[_.-]+/g, ' ')].join(' ')
  const inSentence = new Set(withQuarters(`${text} ${above}`))
  const beside = from.sentences.slice(Math.max(0, index - 1), index + 2).map(({ charStart, charEnd }) => from.unit.text.slice(charStart, charEnd)).join(' ')
  const nearby = new Set(withQuarters(`${beside} ${above}`))
  const inPassage = new Set([...nearby, ...withQuarters(from.unit.text.slice(from.charStart, from.charEnd)), ...from.passage.documentTerms ?? []])
  const content = contentOf(best)
  const isComparison = question.kind === 'comparison'
  const missing = content.filter(({ terms, isAbove }) => !isAbove && !(isComparison && terms.every(isNumber)) && !terms.some((term) => inSentence.has(term)))
  const names = new Set([...question.mentions.names, ...question.mentions.identifiers].flatMap(lexicalTerms).filter((term) => !isStopWord(term)))
  const numbers = new Set(lexicalTerms(question.text).filter(isNumber))
  return {
    unmet: Math.min(STANDS_THERE, ...missing.map(({ met }) => met)),
    worstInPassage: Math.min(1, ...content.map(({ metInPassage, isAbove }) => (isAbove ? Math.max(MET_ABOVE, metInPassage) : metInPassage))),
    namesMet: shareIn(names, inPassage), numbersMet: isComparison ? 1 : shareIn(numbers, nearby),
    negated: Number(NEGATION.test(question.text) && !NEGATION.test(text)),
    words: Math.log2(1 + content.length) / 5,
  }
}

interface ContentWord { readonly terms: readonly string[]; readonly met: number; readonly metInPassage: number; readonly isAbove: boolean }

/** Words that are more than function words; without token states the question counts as one word that is nowhere. */
function contentOf({ words, similarity, inPassage }: ScoredSentence): ContentWord[] {
  if (words === undefined) return [{ terms: [], met: similarity, metInPassage: inPassage.similarity, isAbove: false }]
  return words.terms.flatMap((terms, word) => (terms.length === 0 ? [] : [{ terms, met: words.met[word] ?? 0, metInPassage: words.metInPassage[word] ?? 0, isAbove: words.inContext[word] === 1 }]))
}

function isNumber(term: string): boolean {
  return /\p{N}/u.test(term)
}

function shareIn(wanted: ReadonlySet<string>, found: ReadonlySet<string>): number {
  return wanted.size === 0 ? 1 : wanted.intersection(found).size / wanted.size
}
