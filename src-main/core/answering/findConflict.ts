import { lexicalWords } from '../retrieval/lexicalTerms.ts'
import { NEGATION } from '../retrieval/negation.ts'
import { NUMBER_WORDS } from '../retrieval/numberWords.ts'
import { stemEnglish } from '../retrieval/stemEnglish.ts'
import type { EvidencePassage } from './EvidencePassage.ts'
import type { ScoredSentence } from './scoreSentences.ts'

/** Two sentences of different documents that say the same with other numbers or dates, or one with a negation. */
export interface Conflict {
  readonly first: ScoredSentence
  readonly second: ScoredSentence
}

/** How far below the best a contradicting sentence may be. */
const MARGIN = 0.1
/** Share of the shorter sentence's words, numbers left out, that the other must hold too. */
const SAME_SUBJECT = 0.6
/** Only sentences near the top can contradict an answer that a person sees. */
const LOOKED_AT = 12

/**
 * Looks among the best sentences for one that contradicts the best. Different years on both sides are no conflict (they speak of
 * different times), and neither are two versions that agree. A cue for a person, not a proof.
 */
export function findConflict(passages: readonly EvidencePassage[], ranking: readonly ScoredSentence[]): Conflict | undefined {
  const first = ranking[0]
  if (first === undefined) return undefined
  const sourceOf = (sentence: ScoredSentence) => passages[sentence.passage]?.passage
  const about = subjectOf(first.text)
  for (const second of ranking.slice(1, LOOKED_AT)) {
    if (second.score < first.score - MARGIN || sourceOf(second)?.documentId === sourceOf(first)?.documentId || sourceOf(second)?.sha256 === sourceOf(first)?.sha256) continue
    const other = subjectOf(second.text)
    const shared = about.words.intersection(other.words).size
    if (shared < 3 || shared < SAME_SUBJECT * Math.min(about.words.size, other.words.size)) continue
    if (differ(about.years, other.years)) continue
    if (differ(about.digits, other.digits) || differ(about.numbers, other.numbers) || about.isNegated !== other.isNegated) return { first, second }
  }
  return undefined
}

function subjectOf(text: string): { readonly words: Set<string>; readonly digits: Set<string>; /** Those in words too. */ readonly numbers: Set<string>; readonly years: Set<string>; readonly isNegated: boolean } {
  const words = lexicalWords(text)
  const terms = words.map((word) => NUMBER_WORDS.get(word) ?? stemEnglish(word))
  const isNumber = (term: string) => /^\p{N}/u.test(term)
  const numbersOf = (all: readonly string[]) => new Set(all.filter((term) => isNumber(term) && !isYear(term)).map((term) => term.replaceAll(',', '')))
  const isYear = (term: string) => /^(?:19|20)\d{2}$/.test(term)
  return {
    words: new Set(terms.filter((term) => !isNumber(term) && term.length > 2)),
    digits: numbersOf(words),
    numbers: numbersOf(terms),
    years: new Set(terms.filter(isYear)),
    isNegated: NEGATION.test(text),
  }
}

/** Both name some, and none in common. */
function differ(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size > 0 && b.size > 0 && a.isDisjointFrom(b)
}
