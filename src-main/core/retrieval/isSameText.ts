import { lexicalWords } from './lexicalTerms.ts'
import { NEGATION } from './negation.ts'
import { NUMBER_WORDS } from './numberWords.ts'
import { stemEnglish } from './stemEnglish.ts'

/** Words in a row that two texts are compared by. */
const SHINGLE = 3
/** Above this share of common shingles two texts say the same (Broder 1997); below, one of them may add a sentence. */
const SAME = 0.9

/** What a text is compared by: its word triples; its numbers, written out or not, and its negations in order. */
export interface TextPrint {
  readonly shingles: ReadonlySet<string>
  readonly points: string
}

export function printOf(text: string): TextPrint {
  const words = lexicalWords(text)
  const terms = words.map(stemEnglish)
  const shingles = new Set<string>()
  for (let index = 0; index + SHINGLE <= Math.max(terms.length, SHINGLE); index++) shingles.add(terms.slice(index, index + SHINGLE).join(' '))
  return { shingles, points: words.flatMap((word) => (/\d/.test(word) ? word : NUMBER_WORDS.get(word) ?? (NEGATION.test(word) ? 'not' : []))).join(' ') }
}

/**
 * Whether two passages are copies of each other, but for spacing, case and a word or two. Texts with other numbers or negations are never the same: two
 * quarters' tables, or two drafts of a clause, differ in nothing else.
 */
export function isSameText(a: TextPrint, b: TextPrint): boolean {
  if (a.points !== b.points) return false
  const [small, large] = a.shingles.size <= b.shingles.size ? [a.shingles, b.shingles] : [b.shingles, a.shingles]
  if (small.size < SAME * large.size) return false
  let common = 0
  for (const shingle of small) if (large.has(shingle)) common++
  return common >= SAME * (small.size + large.size - common)
}
