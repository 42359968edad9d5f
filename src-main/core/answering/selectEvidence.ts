import type { SegmentRole } from '../../../src-shared/domain/unit.ts'
import { lexicalTerms } from '../retrieval/lexicalTerms.ts'
import type { QuestionKind } from '../retrieval/QuestionAnalysis.ts'
import type { QuestionTerm } from '../retrieval/Retrieval.ts'
import { asksForWork, detectInjection, mentionsInjection } from './detectInjection.ts'
import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import type { EvidencePassage } from './EvidencePassage.ts'
import { holdsAmount } from './expectedAnswer.ts'
import { isTitleLine } from './isTitleLine.ts'
import { coverOf, leansOnPrevious, type ScoredSentence } from './scoreSentences.ts'

/** A stretch of one or two sentences that is shown as evidence. */
export interface Evidence {
  readonly passage: number
  readonly charStart: number
  readonly charEnd: number
  /** The sentence that was chosen; a sentence before it may be part of the stretch because it leans on it. */
  readonly scored: RankedSentence
}

/** A sentence with its place in the choice: what it says and where the search found it. */
export interface RankedSentence extends ScoredSentence {
  /** `score` less what its passage's rank costs, more for an amount that is asked for; the order of the choice. */
  readonly standing: number
}

export interface Selection {
  /** What an answer is made of, best passage first and in text order within a passage; empty when no sentence is fit to be quoted. */
  readonly evidence: readonly Evidence[]
  /** Every usable sentence, best first. */
  readonly ranking: readonly RankedSentence[]
  /** Sentences that try to steer a reader's model; never in `ranking` unless the question is about such text. */
  readonly suspicious: readonly ScoredSentence[]
}

/** How many sentences an answer shows, and what a further one must bring. */
export const SELECTION = {
  maxSentences: 3,
  /** Comparisons and questions in parts need one a part, lists more. */
  maxSentencesOfMany: 4,
  /** How far below the best a further sentence may be. */
  margin: 0.06,
  marginOfMany: 0.15,
  /** Of a question over several documents or periods: each document's best sentence, of so many documents, from so far below the best. */
  maxDocuments: 6,
  marginOfDocuments: 0.2,
  /** What a sentence with an amount gains where amounts are asked for: the prose about a table names more of the question's words than its rows. */
  amount: 0.08,
  /** Share of words in common from which two sentences say the same. */
  sameWords: 0.75,
  /**
   * What a sentence of an endless ranking's last passage loses; the second passage loses a third of it. The search reads whole passages and
   * the document's name, which a sentence by itself does not show.
   */
  rankPrior: 0.1,
} as const

/** What a sentence loses for standing where answers seldom stand. */
const ROLE_PENALTY: Partial<Record<SegmentRole, number>> = { heading: 0.12, hidden: 0.15, comment: 0.03, metadata: 0.05, quoted: 0.02, caption: 0.01 }
/** What looks like a heading and is not marked as one; with a date, number or name where one is asked for it may be an entry of a form. */
const TITLE_PENALTY = 0.1
/** A question in a document asks, it does not tell. */
const QUESTION_PENALTY = 0.1
/** "Write a short story about …": an order to somebody is no answer either. */
const ORDER_PENALTY = 0.1
/** Cells without a word ("| 2022 | 2023") are a header or a remainder, and say of nothing how much. */
const UNLABELLED_PENALTY = 0.15
/** The names of a table's columns stand above each of its rows and tell nothing alone. */
const HEADER_PENALTY = 0.15
/** Fewer words than this hold a name or a number, seldom a statement. */
const SHORT_WORDS = 4
const SHORT_PENALTY = 0.05

export interface SelectedQuestion {
  readonly text: string
  readonly kind: QuestionKind
  readonly terms: readonly QuestionTerm[]
  /** It asks for amounts. */
  readonly wantsFigures?: boolean
  /** It asks about several documents or periods at once. */
  readonly spansDocuments?: boolean
}

/** Ranks the scored sentences and chooses those that answer. Pure. */
export function selectEvidence(
  question: SelectedQuestion,
  passages: readonly EvidencePassage[], scored: readonly ScoredSentence[],
): Selection {
  const asksForInjections = mentionsInjection(question.text)
  const suspicious = asksForInjections ? [] : scored.filter((sentence) => detectInjection(sentence.text))
  const wantsAmount = question.wantsFigures === true
  const headers = new Set(scored.flatMap(({ sentence }) => sentence.tableHeader?.split(' / ') ?? []))
  const ranking = scored.filter((sentence) => !suspicious.includes(sentence) && isReadable(sentence.text))
    .map((sentence): RankedSentence => {
      const score = sentence.score - penaltyOf(sentence) - (sentence.sentence.role === 'table' && headers.has(withoutPipes(sentence.text)) ? HEADER_PENALTY : 0)
      return { ...sentence, score, standing: score - rankPenalty(passages[sentence.passage]) + (wantsAmount && holdsAmount(sentence.text) ? SELECTION.amount : 0) }
    })
    .sort((a, b) => b.standing - a.standing || a.passage - b.passage || a.index - b.index)
  return { evidence: choose(question, passages, ranking), ranking, suspicious }
}

/** Rows of Markdown stand between pipes, also with `\|` for one in a cell; names of columns do not. */
function withoutPipes(row: string): string {
  return row.replace(/^\|\s*|\s*\|$/g, '').replaceAll('\\|', '|')
}

/** The selection with the sentence at that place of the ranking first; how far others may be below stays as it was. Pure. */
export function preferSentence(question: SelectedQuestion, passages: readonly EvidencePassage[], selection: Selection, index: number): Selection {
  const { ranking } = selection
  const [preferred, first] = [ranking[index], ranking[0]]
  if (preferred === undefined || first === undefined) return selection
  const reordered = [{ ...preferred, standing: first.standing }, ...ranking.filter((sentence) => sentence !== preferred)]
  return { ...selection, evidence: choose(question, passages, reordered), ranking: reordered }
}

function choose(question: SelectedQuestion, passages: readonly EvidencePassage[], ranking: readonly RankedSentence[]): Evidence[] {
  const best = ranking[0]
  if (best === undefined) return []
  const several = isOfSeveral(question)
  const many = question.kind !== 'plain' || several
  const limit = many ? SELECTION.maxSentencesOfMany : SELECTION.maxSentences
  const margin = many ? SELECTION.marginOfMany : SELECTION.margin
  // What is compared stands in several documents: one sentence from each before a second from one.
  const chosen = several ? bestOfDocuments(best, passages, ranking) : [best]
  for (const sentence of ranking) {
    if (chosen.length >= limit || sentence.standing < best.standing - margin) break
    if (chosen.includes(sentence) || chosen.some((kept) => saysTheSame(kept, sentence))) continue
    if (!many && !addsSomething(question.terms, chosen, sentence)) continue
    chosen.push(sentence)
  }
  return inReadingOrder(chosen).map((sentence) => stretchOf(passages[sentence.passage], sentence))
}

function isOfSeveral({ kind, spansDocuments }: SelectedQuestion): boolean {
  return kind === 'comparison' || spansDocuments === true
}

/** The best sentence of each document, best document first. */
function bestOfDocuments(best: RankedSentence, passages: readonly EvidencePassage[], ranking: readonly RankedSentence[]): RankedSentence[] {
  const chosen: RankedSentence[] = []
  const seen = new Set<DocumentId>()
  for (const sentence of ranking) {
    if (chosen.length >= SELECTION.maxDocuments || sentence.standing < best.standing - SELECTION.marginOfDocuments) break
    const documentId = passages[sentence.passage]?.passage.documentId
    if (documentId === undefined || seen.has(documentId) || chosen.some((kept) => saysTheSame(kept, sentence))) continue
    seen.add(documentId)
    chosen.push(sentence)
  }
  return chosen
}

/** A further sentence must say nearly as much as the best, whatever its rank (it may contradict it), or meet words that are not met yet. */
const NEARLY_AS_GOOD = 0.025

function addsSomething(terms: readonly QuestionTerm[], chosen: readonly RankedSentence[], sentence: RankedSentence): boolean {
  if (sentence.score >= (chosen[0]?.score ?? 0) - NEARLY_AS_GOOD) return true
  const shown = chosen.map((kept) => kept.text).join(' ')
  return coverOf(`${shown} ${sentence.text}`, terms) > coverOf(shown, terms) + 0.05
}

/** Passages by their best sentence, sentences of one passage as they stand in it. */
function inReadingOrder(chosen: readonly RankedSentence[]): RankedSentence[] {
  const order = [...new Set(chosen.map((sentence) => sentence.passage))]
  return chosen.toSorted((a, b) => order.indexOf(a.passage) - order.indexOf(b.passage) || a.index - b.index)
}

/** "It was founded in 1875." says nothing without the sentence before, so the quote begins there. */
export function stretchOf(from: EvidencePassage | undefined, scored: RankedSentence): Evidence {
  const { sentence, passage, index, text } = scored
  const before = leansOnPrevious(text) ? from?.sentences[index - 1] : undefined
  const begins = before !== undefined && before.block === sentence.block && before.role === sentence.role && !detectInjection(from?.unit.text.slice(before.charStart, before.charEnd) ?? '')
  return { passage, charStart: begins ? before.charStart : sentence.charStart, charEnd: sentence.charEnd, scored }
}

/** Nothing for the first passage, a third of the prior for the second, half for the third, and so on. */
function rankPenalty(from: EvidencePassage | undefined): number {
  const behind = Math.max(0, (from?.passage.rank ?? 1) - 1)
  return (SELECTION.rankPrior * behind) / (behind + 2)
}

function penaltyOf({ sentence, text, holdsExpected }: ScoredSentence): number {
  const words = text.split(/\s+/).length
  const looksLikeTitle = sentence.role !== 'heading' && sentence.role !== 'table' && holdsExpected !== true && isTitleLine(text)
  return (ROLE_PENALTY[sentence.role] ?? 0) + (looksLikeTitle ? TITLE_PENALTY : 0) + (/[?？؟]["'”’»)]*$/.test(text) ? QUESTION_PENALTY : 0) + (asksForWork(text) ? ORDER_PENALTY : 0) + (sentence.role === 'table' && !/\p{L}/u.test(text) ? UNLABELLED_PENALTY : 0) + (words < SHORT_WORDS && sentence.role !== 'table' && text.length < 24 ? SHORT_PENALTY : 0)
}

/** At least one letter or digit in three characters: rulers, dot leaders and OCR noise are no evidence. */
function isReadable(text: string): boolean {
  return (text.match(/[\p{L}\p{N}]/gu)?.length ?? 0) * 3 >= text.replaceAll(/\s/g, '').length
}

/** Whether two sentences have nearly the same words and the same numbers (Jaccard similarity of their terms). */
export function saysTheSame(a: Pick<ScoredSentence, 'text'>, b: Pick<ScoredSentence, 'text'>): boolean {
  const ofA = new Set(lexicalTerms(a.text))
  const ofB = new Set(lexicalTerms(b.text))
  const numbers = (terms: ReadonlySet<string>) => [...terms].filter((term) => /\p{N}/u.test(term)).sort().join(' ')
  if (numbers(ofA) !== numbers(ofB)) return false
  const shared = ofA.intersection(ofB).size
  return shared >= SELECTION.sameWords * (ofA.size + ofB.size - shared)
}
