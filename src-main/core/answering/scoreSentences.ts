import { fileName } from '../../../src-shared/domain/fileName.ts'
import type { Embedder, EmbedOptions } from '../ports/Embedder.ts'
import { lexicalTerms } from '../retrieval/lexicalTerms.ts'
import type { QuestionTerm } from '../retrieval/Retrieval.ts'
import type { EvidencePassage } from './EvidencePassage.ts'
import { describeSource } from './describeSource.ts'
import { expectedAnswer, holdsExpected } from './expectedAnswer.ts'
import { isTitleLine } from './isTitleLine.ts'
import { matchTokens, textOf, type StateCache } from './lateInteraction.ts'
import type { Sentence } from './splitSentences.ts'

/** A sentence with how well it fits the question; higher is better, about 0 to 1. */
export interface ScoredSentence {
  /** Index of its passage in the list that was given. */
  readonly passage: number
  /** Index of it among its passage's sentences. */
  readonly index: number
  readonly sentence: Sentence
  readonly text: string
  readonly score: number
  /** Late interaction, or the cosine of the sentence where the runtime gives no token states. */
  readonly similarity: number
  /** How well the worst-met telling word of the question is met, 0 to 1; the cosine again where there are no token states. */
  readonly weakest: number
  /** The same when the question may be met anywhere in the passage. */
  readonly inPassage: Match
  /** How well each word of the question is met; absent where there are no token states. */
  readonly words?: WordMatches
  /** Share of the question's idf whose words stand in the sentence. */
  readonly cover: number
  /** Whether it holds the kind of thing that is asked for; null when the question does not tell. */
  readonly holdsExpected: boolean | null
}

export interface Match {
  readonly similarity: number
  readonly weakest: number
}

/** By words of the question, in no order that matters; the lists are equally long. */
export interface WordMatches {
  /** Its stemmed terms; none for the function words, which share one entry. */
  readonly terms: readonly (readonly string[])[]
  /** Share of the question's weight, summing to 1. */
  readonly weights: readonly number[]
  /** Best cosine of the word with a token of the sentence (and, where it leans on it, of the one before), 0 to 1. */
  readonly met: readonly number[]
  /** The same within the whole passage. */
  readonly metInPassage: readonly number[]
  /** 1 where the word stands in the document's name or title or in the headings above, else 0. */
  readonly inContext: readonly number[]
}

const NO_MATCH: Match = { similarity: 0, weakest: 0 }

export interface ScoringQuestion {
  readonly text: string
  readonly terms: readonly QuestionTerm[]
  readonly vector: Float32Array
}

/** Weights as measured on squad2 (see `test/eval/answering.md`); the plateaus are wide. */
export const SENTENCE_WEIGHTS = {
  /** Beside late interaction, which already sees the words. */
  coverWithStates: 0.08,
  /** Beside the sentence's own vector, which hardly does. */
  coverWithVectors: 0.375,
  /** For holding a date, number or name where one is asked for. */
  expected: 0.05,
  /** What a sentence that begins with "It", "He", "This" … takes over from the sentence before. */
  inherited: 0.95,
  /**
   * A word of the question that stands in the document's name or title or in the headings above is met at least so well: in a guide to one
   * plan, or under a heading, the sentence that answers does not name its subject again, and the one that does seldom answers.
   */
  context: 0.75,
} as const

/** Scores every sentence of the passages against the question, in the order of the passages. */
export async function scoreSentences(
  question: ScoringQuestion, passages: readonly EvidencePassage[],
  options: { readonly embedder: Embedder; readonly cache?: StateCache; readonly signal?: AbortSignal },
): Promise<ScoredSentence[]> {
  const { embedder, cache, signal } = options
  const embedOptions: EmbedOptions = { priority: 'question', ...(signal === undefined ? {} : { signal }) }
  const { matches, coverWeight } = givesTokenStates(embedder)
    ? { matches: await byTokenStates(question, passages, embedder, { ...embedOptions, ...(cache === undefined ? {} : { cache }) }), coverWeight: SENTENCE_WEIGHTS.coverWithStates }
    : { matches: await bySentenceVectors(question, passages, embedder, embedOptions), coverWeight: SENTENCE_WEIGHTS.coverWithVectors }
  const kind = expectedAnswer(question.text)
  return passages.flatMap(({ sentences, unit }, passage) => sentences.map((sentence, index): ScoredSentence => {
    const text = textOf(unit.text, sentence)
    const read = sentence.tableHeader === undefined ? text : `${sentence.tableHeader} ${text}`
    const match: SentenceMatch = matches[passage]?.[index] ?? { ...NO_MATCH, inPassage: NO_MATCH, inContext: 0 }
    const { similarity, weakest, inPassage, inContext, words } = match
    const cover = coverOf(read, question.terms)
    const expected = kind === null ? null : holdsExpected(kind, text, question.text)
    return { passage, index, sentence, text, similarity, weakest, inPassage, ...(words === undefined ? {} : { words }), cover, holdsExpected: expected, score: inContext + coverWeight * cover + (expected === true ? SENTENCE_WEIGHTS.expected : 0) }
  }))
}

/** Share of the question's idf whose words stand in `text`, 0 to 1. */
export function coverOf(text: string, terms: readonly QuestionTerm[]): number {
  const words = new Set(lexicalTerms(text))
  let matched = 0
  let all = 0
  for (const { term, idf } of terms) {
    all += idf
    if (words.has(term)) matched += idf
  }
  return all > 0 ? matched / all : 0
}

/** `inContext`: the similarity when names, titles and headings count too. */
type SentenceMatch = Match & { readonly inPassage: Match; readonly inContext: number; readonly words?: WordMatches }
type StatefulEmbedder = Embedder & Required<Pick<Embedder, 'tokenStates'>>

function givesTokenStates(embedder: Embedder): embedder is StatefulEmbedder {
  return embedder.tokenStates !== undefined
}

async function byTokenStates(question: ScoringQuestion, passages: readonly EvidencePassage[], embedder: StatefulEmbedder, options: EmbedOptions & { readonly cache?: StateCache }): Promise<SentenceMatch[][]> {
  const { weights, words, met } = await matchTokens(question, passages, embedder, options)
  return passages.map((from, passage) => {
    const { sentences, unit } = from
    const ofPassage = met[passage] ?? []
    const contexts = contextsOf(from)
    const best = weights.map((_, token) => Math.max(0, ...ofPassage.map((tokens) => tokens[token] ?? 0)))
    const metInPassage = (token: number) => best[token] ?? 0
    const inPassage = matchOf(weights, metInPassage)
    return sentences.map((sentence, index) => {
      const own = ofPassage[index]
      const before = leansOnPrevious(textOf(unit.text, sentence)) && sentences[index - 1]?.block === sentence.block ? ofPassage[index - 1] : undefined
      const bestOf = (token: number) => Math.max(own?.[token] ?? 0, SENTENCE_WEIGHTS.inherited * (before?.[token] ?? 0))
      const isInContext = (token: number) => words[token]?.some((word) => contexts[index]?.has(word)) === true
      const inContext = matchOf(weights, (token) => Math.max(bestOf(token), isInContext(token) ? SENTENCE_WEIGHTS.context : 0)).similarity
      return { ...matchOf(weights, bestOf), inPassage, inContext, words: byWord(weights, words, bestOf, metInPassage, isInContext) }
    })
  })
}

/** Pieces of one word together, by the mean of their matches: a long word must not count more often than a short one. */
function byWord(weights: Float32Array, words: readonly (readonly string[])[], bestOf: (token: number) => number, metInPassage: (token: number) => number, isInContext: (token: number) => boolean): WordMatches {
  const groups = new Map<string, { terms: readonly string[]; weight: number; met: number; metInPassage: number; tokens: number; inContext: number }>()
  for (const [token, weight] of weights.entries()) {
    if (weight === 0) continue
    const key = words[token]?.join(' ') ?? ''
    // Function words have no stem of their own here and share one entry.
    const group = groups.get(key) ?? { terms: words[token] ?? [], weight: 0, met: 0, metInPassage: 0, tokens: 0, inContext: 0 }
    groups.set(key, { terms: group.terms, weight: group.weight + weight, met: group.met + bestOf(token), metInPassage: group.metInPassage + metInPassage(token), tokens: group.tokens + 1, inContext: isInContext(token) ? 1 : group.inContext })
  }
  const all = [...groups.values()]
  return { terms: all.map(({ terms }) => terms), weights: all.map(({ weight }) => weight), met: all.map(({ met, tokens }) => met / tokens), metInPassage: all.map((group) => group.metInPassage / group.tokens), inContext: all.map(({ inContext }) => inContext) }
}

/** A heading that is only a line of text governs so many sentences at most. */
const GOVERNED_SENTENCES = 15

/** For each sentence the stemmed words of what it stands under: the document's name, title, sender and kind, its headings, and the title line above it. */
function contextsOf({ passage, sentences, unit }: EvidencePassage): ReadonlySet<string>[] {
  const name = fileName(passage.path).replaceAll(/[_.-]+/g, ' ')
  const ofDocument = lexicalTerms(`${name} ${describeSource(passage)}`)
  const known = new Map<string, ReadonlySet<string>>()
  let titleAt = -Infinity
  let title = ''
  return sentences.map((sentence, index) => {
    const above = [...(sentence.headings ?? []), index - titleAt <= GOVERNED_SENTENCES ? title : ''].join(' ')
    const context = known.get(above) ?? new Set([...ofDocument, ...lexicalTerms(above)])
    known.set(above, context)
    const text = textOf(unit.text, sentence)
    if (isTitleLine(text)) {
      // "Coinsurance", then "IMPORTANT PLAN INFORMATION: Coinsurance": two lines of one heading.
      title = titleAt === index - 1 ? `${title} ${text}` : text
      titleAt = index
    }
    return context
  })
}

function matchOf(weights: Float32Array, bestOf: (token: number) => number): Match {
  // Half the mean weight divides telling words from function words and from pieces of long words.
  const telling = 0.5 / Math.max(1, weights.filter((weight) => weight > 0).length)
  let similarity = 0
  let weakest = 1
  for (const [token, weight] of weights.entries()) {
    if (weight === 0) continue
    const best = bestOf(token)
    similarity += weight * best
    if (weight > telling) weakest = Math.min(weakest, best)
  }
  return { similarity, weakest }
}

async function bySentenceVectors(question: ScoringQuestion, passages: readonly EvidencePassage[], embedder: Embedder, options: EmbedOptions): Promise<SentenceMatch[][]> {
  const texts = passages.map(({ sentences, unit }) => sentences.map((sentence) => [sentence.tableHeader, textOf(unit.text, sentence)].filter((part) => part !== undefined).join('\n')))
  const vectors = await embedder.embedPassages(texts.flat(), options)
  let next = 0
  return texts.map((ofPassage, passage) => {
    const whole = passages[passage]?.passage.vectorScore ?? 0
    return ofPassage.map(() => {
      const similarity = cosine(question.vector, vectors[next++])
      return { similarity, weakest: similarity, inPassage: { similarity: whole, weakest: whole }, inContext: similarity }
    })
  })
}

function cosine(a: Float32Array, b: Float32Array | undefined): number {
  let sum = 0
  if (b !== undefined) for (const [index, value] of a.entries()) sum += value * (b[index] ?? 0)
  return sum
}

/** Whether a sentence can only be understood with the one before: it begins with a pronoun, a demonstrative or a connective. */
export function leansOnPrevious(text: string): boolean {
  return LEANING.test(text)
}

const LEANING = /^["'“‘«(]*(?:It|He|She|They|This|These|That|Those|His|Her|Their|Its|But|However|Such|Both|Here|There|Then|Thus|Also|In addition|The latter|The former|Another|Er|Sie|Es|Dies|Diese|Dieser|Dieses|Dabei|Dort|Il|Elle|Ils|Elles|Cela|Ce|Cette|Ces|Esto|Este|Esta|Ello|Ella|Ellos)\b/
