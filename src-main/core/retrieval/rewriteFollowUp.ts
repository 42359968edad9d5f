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
  if (!continues && !pointsBack && !SHIFT.test(question) && words.length >= FEWEST_WORDS) return undefined
  const replaced = (continues ? replacePeriod(question, before) ?? replaceName(question, before) : undefined) ?? shiftPeriod(question, before)
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

const PERIOD_NAME = /^(?:FY\s?\d{2,4}|Q[1-4]|(?:19|20)\d{2})$/i

/** "What about Amazon?": the same question of the other one, where the earlier question names just one. */
function replaceName(question: string, before: string): string | undefined {
  const rest = question.replace(BARE_CONTINUATION, '').replace(/^(?:in|for|of|the)\s+/i, '').replace(/[?.!\s]+$/u, '').trim()
  const namesOf = (text: string) => findMentions(text).names.filter((name) => !PERIOD_NAME.test(name))
  // At the start of a text a capital says nothing: "x" makes it stand inside.
  const [name] = namesOf(`x ${rest}`)
  const earlier = namesOf(before)
  return name === rest && earlier.length === 1 && earlier[0] !== undefined && earlier[0] !== rest ? before.replace(earlier[0], rest) : undefined
}

const SHIFT = /^\s*(?:(?:and|but|or)\s+)?(?:what about\s+|how about\s+|in\s+|for\s+)?(?:the\s+)?(?:(year|quarter)\s+(before|earlier|after|later)|(previous|prior|preceding|next|following)\s+(year|quarter))[?.!\s]*$/iu

/** "And the year before?", "And the next quarter?": the same question, counted on from its own period. */
function shiftPeriod(question: string, before: string): string | undefined {
  const match = SHIFT.exec(question)
  if (match === null) return undefined
  const step = /^(?:before|earlier|previous|prior|preceding)$/i.test(match[2] ?? match[3] ?? '') ? -1 : 1
  const { years, quarters } = findMentions(before)
  const [year] = years
  if (year === undefined || years.length > 1) return undefined
  if ((match[1] ?? match[4] ?? '').toLowerCase() === 'year') return before.replace(String(year), String(year + step))
  const [named] = quarters
  if (named === undefined || quarters.length > 1 || !new RegExp(`Q${named.quarter}`, 'i').test(before)) return undefined
  const next = (named.quarter - 1 + step + 4) % 4 + 1
  const over = named.quarter + step < 1 || named.quarter + step > 4 ? step : 0
  return before.replace(new RegExp(`Q${named.quarter}`, 'i'), `Q${next}`).replace(String(year), String(year + over))
}

/** The word with the capitals that the earlier question gave it. */
function asWritten(word: string, text: string): string {
  const index = text.toLowerCase().indexOf(word)
  return index < 0 ? word : text.slice(index, index + word.length)
}
