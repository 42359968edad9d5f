import { findMentions } from './findMentions.ts'
import type { ConversationTurn } from './Retrieval.ts'
import { contentWords } from './lexicalTerms.ts'

/** Beginnings that continue a question instead of asking one. */
const CONTINUES = /^\s*(?:and|but|or|also|then|so|what about|how about|what of|and what about|same for|und|y|et|e)\b/i
const BARE_CONTINUATION = /^\s*(?:(?:and|but|or|also|then|so)\s+)?(?:what about|how about|what of|same for|and for|and in|for|in|and|or)\s+/i
/** Words that point back to something said before. */
const PRONOUN = /\b(?:it|its|they|them|their|theirs|he|him|his|she|her|hers|this|that|these|those|there|one|ones|former|latter|same)\b/i
/** "that" and "this" before a noun that is named, and "it is known that": they point to nothing before. */
const OWN_REFERENT = /\b(?:is it|it is|was it) (?:possible|true|necessary|known|likely|required|allowed)\b/i
/** A question of fewer content words than this cannot be searched alone. */
const FEWEST_WORDS = 2

/**
 * A stand-alone question for a follow-up, by rules: the new question keeps its words and takes the subject of the one before. Undefined when it
 * stands alone. "And in 2022?" after "What were Apple's net sales in 2023?" becomes "What were Apple's net sales in 2022?"; a pronoun brings the
 * names and content words of the earlier question in brackets, since retrieval needs the words and not the grammar.
 */
export function rewriteFollowUp(question: string, history: readonly ConversationTurn[]): string | undefined {
  const previous = history.at(-1)
  if (previous === undefined) return undefined
  const before = (previous.rewritten ?? previous.question).trim()
  const words = contentWords(question)
  const continues = CONTINUES.test(question)
  const pointsBack = PRONOUN.test(question) && !OWN_REFERENT.test(question) && findMentions(question).names.length === 0
  if (!continues && !pointsBack && words.length >= FEWEST_WORDS) return undefined
  const replaced = continues ? replacePeriod(question, before) : undefined
  if (replaced !== undefined) return replaced
  const known = new Set(words.map(({ term }) => term))
  const missing = contentWords(before).filter(({ term }) => !known.has(term)).map(({ word }) => asWritten(word, before))
  if (missing.length === 0) return undefined
  return `${question.trim().replace(/[?.!\s]+$/u, '')} (${missing.join(' ')})?`
}

/** "And in 2022?", "What about Q2?": the same question with the other period; undefined when the follow-up says more than that. */
function replacePeriod(question: string, before: string): string | undefined {
  if (!BARE_CONTINUATION.test(question)) return undefined
  const rest = question.replace(BARE_CONTINUATION, '').replace(/^(?:in|for|of|the)\s+/i, '').replace(/[?.!\s]+$/u, '').trim()
  const period = /^(?:FY\s?\d{2,4}|Q[1-4](?:\s+(?:of\s+)?\d{4})?|(?:19|20)\d{2}(?:\s+Q[1-4])?)$/i
  if (!period.test(rest)) return undefined
  const hasYear = /(?:19|20)\d{2}/.test(rest)
  const hasQuarter = /Q[1-4]/i.test(rest)
  const earlier = hasYear && hasQuarter ? /Q[1-4]\s+(?:of\s+)?(?:19|20)\d{2}|(?:19|20)\d{2}\s+Q[1-4]/i : hasQuarter ? /\bQ[1-4]\b/i : /\b(?:FY\s?)?(?:19|20)\d{2}\b/i
  return earlier.test(before) ? before.replace(earlier, rest) : undefined
}

/** The word with the capitals that the earlier question gave it. */
function asWritten(word: string, text: string): string {
  const index = text.toLowerCase().indexOf(word)
  return index < 0 ? word : text.slice(index, index + word.length)
}
