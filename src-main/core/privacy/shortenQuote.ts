import type { Anchor } from '../../../src-shared/domain/anchor.ts'
import { SHORT_QUOTE } from '../../../src-shared/domain/folderPolicy.ts'
import { narrowAnchor } from '../../../src-shared/domain/narrowAnchor.ts'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import { lexicalTerms } from '../retrieval/lexicalTerms.ts'

export interface QuotedStretch {
  readonly text: string
  readonly anchor: Anchor
}

/**
 * The run of at most `SHORT_QUOTE` words in a quote that holds most words of the question (the first of several), as an exact slice with its own anchor. `unit`: the stored unit, if the
 * library still has that version; without it the anchor's place in the file stays that of the whole quote. Undefined: it is short enough.
 */
export function shortenQuote({ text, anchor }: QuotedStretch, unit: ParsedUnit | undefined, question: string): QuotedStretch | undefined {
  const words = [...text.matchAll(/\S+/g)].map((match) => ({ charStart: match.index, charEnd: match.index + match[0].length, word: match[0] }))
  if (words.length <= SHORT_QUOTE.words && text.length <= SHORT_QUOTE.characters) return undefined
  const wanted = new Set(lexicalTerms(question))
  const hits = words.map(({ word }) => (lexicalTerms(word).some((term) => wanted.has(term)) ? 1 : 0))
  let [best, bestHits] = [0, -1]
  for (let first = 0; first === 0 || first + SHORT_QUOTE.words <= words.length; first++) {
    const held = hits.slice(first, first + SHORT_QUOTE.words).reduce<number>((sum, hit) => sum + hit, 0)
    if (held > bestHits) [best, bestHits] = [first, held]
  }
  const from = words[best]?.charStart ?? 0
  const to = Math.min(words[Math.min(best + SHORT_QUOTE.words, words.length) - 1]?.charEnd ?? text.length, from + SHORT_QUOTE.characters)
  // Never between the halves of a surrogate pair.
  const end = /[\uD800-\uDBFF]/.test(text.charAt(to - 1)) ? to - 1 : to
  const short = text.slice(from, end)
  const [charStart, charEnd] = [anchor.charStart + from, anchor.charStart + end]
  return { text: short, anchor: unit?.text.slice(charStart, charEnd) === short ? narrowAnchor(unit, charStart, charEnd) : { ...anchor, charStart, charEnd } }
}
