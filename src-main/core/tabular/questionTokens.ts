import { isStopWord } from '../retrieval/lexicalTerms.ts'
import { stemEnglish } from '../retrieval/stemEnglish.ts'

export interface Token {
  /** As written, lower case, without accents. */
  readonly word: string
  readonly stem: string
  /** Offsets into the folded text. */
  readonly start: number
  readonly end: number
  readonly isStop: boolean
}

const WORD = /\d[\d,.]*\d(?:st|nd|rd|th)?|\d(?:st|nd|rd|th)?|[\p{L}\p{M}]+(?:'\p{L}+)?/gu

/** Lower case, no accents, plain quotes, `&` as "and": the form in which questions, names of columns and cells are compared. */
export function folded(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll('’', "'").replaceAll('&', ' and ')
}

/** The words and numbers of a folded text. */
export function tokensOf(text: string): Token[] {
  return [...text.matchAll(WORD)].map((match) => {
    const word = match[0].replace(/'s$/, '')
    const plain = /^\d/.test(word) ? word.replaceAll(',', '') : word
    const stem = stemEnglish(plain)
    return { word, stem, start: match.index, end: match.index + match[0].length, isStop: isStopWord(stem) }
  })
}

/** The stems of a name or cell as one key. */
export function keyOf(text: string): string {
  return tokensOf(folded(text)).map(({ stem }) => stem).join(' ')
}
