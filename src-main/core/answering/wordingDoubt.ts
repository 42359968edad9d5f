import { isStopWord, lexicalTerms } from '../retrieval/lexicalTerms.ts'
import { NEGATION } from '../retrieval/negation.ts'
import { leansOnPrevious } from './scoreSentences.ts'
import { splitSentences } from './splitSentences.ts'

/** Words that introduce a statement and claim nothing of their own. */
const GLUE: readonly string[] = lexicalTerms('according document documents text source passage page states stated says notes')
/** Words that make a statement less certain; a sentence without them says more than its source. Small letters: May is a month. */
const HEDGE = /(?<!\p{L})(?:may|might|could|possibly|probably|perhaps|likely|unlikely|reportedly|allegedly|alleged|supposedly|expected|planned|proposed|estimated|approximately|roughly|about|around|nearly|almost|up to|at least|at most|könnte|dürfte|vielleicht|wahrscheinlich|vermutlich|etwa|rund|peut-être|environ|quizás|aproximadamente)(?!\p{L})/gu
/** Words that begin a condition or an exception; a sentence that leaves it out says more than its source. */
const CONDITION = /(?<!\p{L})(?:unless|except|only if|provided that|as long as|subject to|es sei denn|sofern|außer|sauf|à moins|salvo|excepto)(?!\p{L})/giu
/** Function words that change what is said. */
const TELLING = new Set(lexicalTerms('many much any some such own once until up out off no'))
/** What "It" and "This" stand for is named in so many words. */
const REFERENT_WORDS = 3

export interface Wording {
  readonly sentence: string
  /** The cited stretch: one sentence, or one with the sentence before that it leans on. */
  readonly source: string
  /** What stands above it: headings, the table's header, the document's title and name. Its words, but not its numbers, may stand anywhere. */
  readonly context: string
}

/**
 * Why a sentence whose words stand in its source may still say something else: a word of its own, a negation, hedge or condition that is lost, or another
 * order (names or numbers that changed places, the subject of one sentence with the predicate of another). Undefined when it is its source
 * shortened. Right words in a wrong relation are what shared words alone cannot see; an honest sentence
 * that is doubted here is shown as its quote, which is never wrong.
 */
export function wordingDoubt({ sentence, source, context }: Wording): string | undefined {
  const said = contentOf(sentence)
  const free = new Set([...GLUE, ...lexicalTerms(context).filter((term) => !/^\p{N}/u.test(term))])
  const pieces = splitSentences(source).map(({ charStart, charEnd }) => source.slice(charStart, charEnd))
  const doubts = pieces.map((piece, index) => ({ piece, doubt: orderDoubt(said, contentOf(piece), free, leansOnPrevious(piece) ? contentOf(pieces[index - 1] ?? '') : []) }))
  const fit = doubts.find(({ doubt }) => doubt === undefined)
  if (fit === undefined) return doubts.at(-1)?.doubt ?? 'There is no source for it.'
  if (count(NEGATION, sentence) > count(NEGATION, fit.piece)) return 'It says "not" and the source does not.'
  if (isLost(NEGATION, sentence, fit.piece)) return 'The source says "not" of this.'
  if (isLost(HEDGE, sentence, fit.piece)) return 'The source says it with less certainty.'
  if (count(CONDITION, sentence) < count(CONDITION, fit.piece)) return 'The source says it under a condition.'
  return undefined
}

/** Content words in order, numbers without their separators. */
function contentOf(text: string): string[] {
  return lexicalTerms(text).filter((term) => TELLING.has(term) || !isStopWord(term)).map((term) => (/^\p{N}/u.test(term) ? term.replaceAll(/[,'’](?=\p{N}{3}(?!\p{N}))/gu, '') : term))
}

function orderDoubt(said: readonly string[], source: readonly string[], free: ReadonlySet<string>, before: readonly string[]): string | undefined {
  const known = new Set(source)
  // The referent comes first, in place of "It".
  let at = 0
  while (at < REFERENT_WORDS && at < said.length && !known.has(said[at] ?? '') && before.includes(said[at] ?? '')) at++
  const rest = said.slice(at)
  const own = rest.find((term) => !known.has(term) && !free.has(term))
  if (own !== undefined) return `“${own}” does not stand in the source.`
  return isInOrder(rest.filter((term) => known.has(term)), source) ? undefined : 'Its words stand in another order than in the source.'
}

function isInOrder(words: readonly string[], source: readonly string[]): boolean {
  let place = -1
  return words.every((word) => {
    place = source.indexOf(word, place + 1)
    return place >= 0
  })
}

function count(pattern: RegExp, text: string): number {
  return [...text.matchAll(new RegExp(pattern.source, pattern.flags.includes('g') ? pattern.flags : `${pattern.flags}g`))].length
}

/** Whether the source has such a word before words that the sentence takes over without one. */
function isLost(pattern: RegExp, sentence: string, source: string): boolean {
  const said = new Set(lexicalTerms(sentence))
  const about = [...source.matchAll(new RegExp(pattern.source, pattern.flags.includes('g') ? pattern.flags : `${pattern.flags}g`))].filter((match) => contentOf(source.slice(match.index + match[0].length)).slice(0, 2).some((term) => said.has(term)))
  return about.length > count(pattern, sentence)
}
