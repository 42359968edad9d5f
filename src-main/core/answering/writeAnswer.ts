import { fileName } from '../../../src-shared/domain/fileName.ts'
import type { EvidencePassage } from './EvidencePassage.ts'
import { oneLine, quoteOf, type AnswerPart } from './composeAnswer.ts'
import { checkGrounding } from './checkGrounding.ts'
import { detectInjection, holdsOrder, mentionsInjection } from './detectInjection.ts'
import type { Embedder } from '../ports/Embedder.ts'
import { stripMarks } from './marks.ts'
import { isStopWord, lexicalTerms } from '../retrieval/lexicalTerms.ts'
import type { ScoredSentence } from './scoreSentences.ts'
import { stretchOf, type Evidence, type RankedSentence, type Selection } from './selectEvidence.ts'
import { splitSentences } from './splitSentences.ts'
import { withJudgement, type Judge } from './tasks/judging.ts'

/** The answer by quotes alone: each piece of evidence verbatim, with its citation. */
export function partsFromQuotes(passages: readonly EvidencePassage[], evidence: readonly Evidence[]): AnswerPart[] {
  return evidence.flatMap((item, index): AnswerPart[] => {
    const from = passages[item.passage]
    if (from === undefined) return []
    const quote = quoteOf(from, item.charStart, item.charEnd)
    return [{ text: quote.quote, quotes: [quote], verdict: 'supported', score: 1, startsParagraph: item.passage !== evidence[index - 1]?.passage }]
  })
}

/** How many quotes are offered when none clearly answers. */
const NEAREST_QUOTES = 2

/** The nearest quotes where none clearly answers: offered for a look, and not passed off as an answer. */
export function nearestParts(passages: readonly EvidencePassage[], evidence: readonly Evidence[]): AnswerPart[] {
  const best = evidence.toSorted((a, b) => b.scored.standing - a.scored.standing).slice(0, NEAREST_QUOTES)
  return partsFromQuotes(passages, best).map((part) => ({ ...part, verdict: 'weak', score: 0.5, reason: 'It is near the question, but may not answer it.', startsParagraph: true }))
}

/** What became of one generated sentence. */
export interface CheckedPart extends AnswerPart {
  /** The sentence as the model wrote it; absent when it was kept. */
  readonly replaced?: string
}

/** Candidates by shared words whose nearness in meaning is then measured: one embedding each. */
const SOURCE_CANDIDATES = 4
/** How far below the best a source may be that has no word of the question: further off stands what was put there to be repeated. */
const PLAUSIBLE = 0.15
/** A model that goes on and on repeats itself. */
const MAX_GENERATED_SENTENCES = 8

/** Sentences of a reply, without marks of the model's own, at most `MAX_GENERATED_SENTENCES`, no repetitions. */
export function sentencesOfReply(reply: string): string[] {
  const clean = stripMarks(reply).replaceAll(/^\s*(?:answer|antwort)\s*:\s*/gi, '')
  const sentences = splitSentences(clean).map(({ charStart, charEnd }) => oneLine(clean.slice(charStart, charEnd)).replace(/^(?:[-*•]|\d{1,2}[.)])\s+/, ''))
  return [...new Set(sentences)].filter((sentence) => /[\p{L}\p{N}]/u.test(sentence)).slice(0, MAX_GENERATED_SENTENCES)
}

/**
 * Gives each generated sentence the source sentence that supports it best and checks it against that source. What fails is replaced
 * by the quote, or kept without a mark and shown as unsupported. A sentence that carries a link or an order that no source holds is
 * never kept.
 */
export async function checkReply(
  question: string, sentences: readonly string[], passages: readonly EvidencePassage[], selection: Selection,
  options: { readonly embedder: Embedder; readonly unsupported: 'replace' | 'mark'; /** Asked of what the rules do not refuse. */ readonly judge?: Judge; readonly signal?: AbortSignal },
): Promise<CheckedPart[]> {
  const parts: CheckedPart[] = []
  const shown = new Set<string>()
  const keep = (part: CheckedPart) => {
    // The same quote twice in a row helps nobody.
    const key = part.replaced === undefined ? part.text : part.quotes.map(({ quote }) => quote).join('\n')
    if (!shown.has(key)) parts.push(part)
    shown.add(key)
  }
  for (const sentence of sentences) {
    const { source, check: ruled } = await bestSource(question, sentence, passages, selection.ranking, options)
    const quotes = source === undefined ? [] : partsFromQuotes(passages, [stretchOf(passages[source.passage], source)]).flatMap((part) => part.quotes)
    const isJudged = options.judge !== undefined && quotes[0] !== undefined && ruled.verdict !== 'unsupported'
    const check = isJudged ? withJudgement(ruled, await options.judge?.(sentence, quotes[0]?.quote ?? '')) : ruled
    const isPlausible = source !== undefined && isAnswering(source.text) && !quotes.some(({ quote }) => holdsOrder(quote)) && (source.standing >= (selection.ranking[0]?.standing ?? 0) - PLAUSIBLE || isAboutQuestion(source.text, question) || isAboutQuestion(sentence, question))
    const isClean = isAnswering(sentence) && !carriesMarkup(sentence, quotes.map(({ quote }) => quote).join(' ')) && (!detectInjection(sentence) || mentionsInjection(question))
    if (isClean && isPlausible && (check.verdict === 'supported' || (check.verdict === 'weak' && options.unsupported === 'mark'))) keep({ text: sentence, quotes, ...check })
    else if (isClean && options.unsupported === 'mark' && isAboutQuestion(sentence, question)) keep({ text: sentence, quotes: [], ...check, verdict: 'unsupported' })
    else if (isPlausible && quotes[0] !== undefined) keep({ text: quotes[0].quote, quotes, verdict: 'supported', score: 1, replaced: sentence })
  }
  return parts
}

/** Questions and orders in a document are no answers, and repeating or quoting them is what their author may want. */
function isAnswering(sentence: string): boolean {
  return !/[?？؟]["'”’»)]*$/.test(sentence) && !holdsOrder(sentence)
}

/** Links, pictures, markup and calls that no source holds: what an injected order most wants in an answer. Never kept, whatever else the sentence says. */
function carriesMarkup(sentence: string, source: string): boolean {
  return [...sentence.matchAll(/(?:https?:\/\/|www\.)\S+|\b[\w.+-]+@[\w-]+\.\w+|!?\[[^\]]*\]\([^)]*\)|<\/?[a-z][^>]*>|```|\{\s*"[a-z_]+"\s*:|javascript:/giu)].some(([found]) => !source.includes(found))
}

/** An unsupported sentence about something that was not asked comes from an order in a document, or from nowhere. */
function isAboutQuestion(sentence: string, question: string): boolean {
  const asked = new Set(lexicalTerms(question).filter((term) => !isStopWord(term)))
  return !asked.isDisjointFrom(new Set(lexicalTerms(sentence)))
}

async function bestSource(question: string, sentence: string, passages: readonly EvidencePassage[], ranking: readonly RankedSentence[], { embedder, signal }: { readonly embedder: Embedder; readonly signal?: AbortSignal }) {
  const words = new Set(lexicalTerms(sentence))
  const overlap = (candidate: ScoredSentence) => {
    const own = new Set(lexicalTerms(candidate.text))
    return own.intersection(words).size / Math.max(1, words.size)
  }
  const candidates = ranking.map((candidate) => ({ candidate, shared: overlap(candidate) + 0.3 * candidate.score })).sort((a, b) => b.shared - a.shared).slice(0, SOURCE_CANDIDATES)
  const [own, ...vectors] = await embedder.embedPassages([sentence, ...candidates.map(({ candidate }) => candidate.text)], { priority: 'question', ...(signal === undefined ? {} : { signal }) })
  const checked = candidates.map(({ candidate }, index) => {
    const from = passages[candidate.passage]
    const { charStart, charEnd } = stretchOf(from, candidate)
    // Headings, the table's header and the document's name say what a row or a fragment is about.
    const context = [candidate.sentence.headings?.join(' '), candidate.sentence.tableHeader, from?.passage.title, from && fileName(from.passage.path)].filter(Boolean).join(' ')
    return { source: candidate, check: checkGrounding({ sentence, source: from?.unit.text.slice(charStart, charEnd) ?? '', context, question, similarity: cosine(own, vectors[index]) }) }
  })
  const order = { supported: 2, weak: 1, unsupported: 0 } as const
  const best = checked.toSorted((a, b) => order[b.check.verdict] - order[a.check.verdict] || b.check.score - a.check.score)[0]
  return best ?? { source: undefined, check: { verdict: 'unsupported' as const, score: 0, reason: 'There is no source for it.' } }
}

function cosine(a: Float32Array | undefined, b: Float32Array | undefined): number {
  let sum = 0
  if (a !== undefined && b !== undefined) for (const [index, value] of a.entries()) sum += value * (b[index] ?? 0)
  return sum
}
