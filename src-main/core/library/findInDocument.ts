import type { DocumentMatches, TextMatch } from '../../../src-shared/domain/textMatch.ts'
import { narrowAnchor } from '../../../src-shared/domain/narrowAnchor.ts'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'

/** More cannot be stepped through; the count says that there are more. */
const MAX_MATCHES = 1000

/**
 * Every place where the words stand in a document's stored text, scans included, in reading order. Case, accents and the kind of white space do not
 * count: a line may end inside the words.
 */
export function findInDocument(units: readonly ParsedUnit[], words: string): DocumentMatches {
  const wanted = folded(words.trim()).text.split(/\s+/u).filter((word) => word !== '')
  if (wanted.length === 0) return { matches: [], isComplete: true }
  const pattern = new RegExp(wanted.map((word) => word.replaceAll(/[.*+?^${}()|[\]\\/-]/g, '\\$&')).join('\\s+'), 'gu')
  const matches: TextMatch[] = []
  for (const unit of units) {
    const { text, starts } = folded(unit.text)
    for (const found of text.matchAll(pattern)) {
      if (matches.length === MAX_MATCHES) return { matches, isComplete: false }
      const charStart = starts[found.index] ?? 0
      const charEnd = starts[found.index + found[0].length] ?? unit.text.length
      matches.push({ unit: unit.unit, anchor: narrowAnchor(unit, charStart, charEnd), text: unit.text.slice(charStart, charEnd) })
    }
  }
  return { matches, isComplete: true }
}

/** Lower case without accents, and where each of its characters began: folding may lengthen (`ß`) or shorten (an accent of its own) the text. */
function folded(text: string): { readonly text: string; readonly starts: readonly number[] } {
  const starts: number[] = []
  let out = ''
  let at = 0
  for (const character of text) {
    const plain = character.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
    for (let index = 0; index < plain.length; index += 1) starts.push(at)
    out += plain
    at += character.length
  }
  return { text: out, starts: [...starts, at] }
}
