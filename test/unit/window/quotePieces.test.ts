import { describe, expect, it } from 'vitest'
import { boxedPieces, splitAtQuote, splitAtRanges } from '../../../src-renderer/features/viewer/quotePieces.ts'
import { narrowAnchor } from '../../../src-shared/domain/narrowAnchor.ts'
import type { ParsedUnit, WordPlace } from '../../../src-shared/domain/unit.ts'

const text = 'The ratio of Net\nDebt shall not\nexceed 3.50.'
function line(start: number, end: number, top: number) {
  const words = [...text.slice(start, end).matchAll(/\S+/g)].map((word): WordPlace => [start + word.index, start + word.index + word[0].length, word.index * 5, top, (word.index + word[0].length) * 5, top + 10])
  return { charStart: start, charEnd: end, role: 'paragraph' as const, block: 0, place: { kind: 'page' as const, box: [0, top, 100, top + 10] as const, words } }
}
const unit: ParsedUnit = { unit: 1, kind: 'page', label: 'page 1', source: 'text', text, segments: [line(0, 16, 10), line(17, 31, 30), line(32, 44, 50)] }

describe('a quote over a page', () => {
  it.each([[4, 40], [0, 44], [13, 21], [32, 38]])('is cut at its lines, and its parts joined are the quote (%i to %i)', (start, end) => {
    const anchor = narrowAnchor(unit, start, end)
    if (anchor.kind !== 'page') throw new Error('not a page')
    const pieces = boxedPieces(unit, anchor, text.slice(start, end))
    expect(pieces.map((piece) => piece.text).join('')).toBe(text.slice(start, end))
    expect(pieces.map((piece) => piece.box)).toEqual(anchor.boxes)
  })
  it('gives each line its own words', () => {
    const anchor = narrowAnchor(unit, 4, 40)
    if (anchor.kind !== 'page') throw new Error('not a page')
    expect(boxedPieces(unit, anchor, text.slice(4, 40)).map((piece) => piece.text)).toEqual(['ratio of Net\n', 'Debt shall not\n', 'exceed 3'])
  })
  it('keeps the whole quote on its first box while the unit is not known', () => {
    const anchor = narrowAnchor(unit, 4, 40)
    if (anchor.kind !== 'page') throw new Error('not a page')
    expect(boxedPieces(null, anchor, text.slice(4, 40)).map((piece) => piece.text).join('')).toBe(text.slice(4, 40))
  })
})

describe('a quote in running text', () => {
  it('is cut where it begins and ends', () => {
    expect(splitAtQuote('one two three', 100, 104, 107)).toEqual([{ text: 'one ', offset: 100, isQuoted: false }, { text: 'two', offset: 104, isQuoted: true }, { text: ' three', offset: 107, isQuoted: false }])
  })
  it('leaves out empty parts and what lies outside', () => {
    expect(splitAtQuote('abc', 10, 0, 50)).toEqual([{ text: 'abc', offset: 10, isQuoted: true }])
    expect(splitAtQuote('abc', 10, 20, 50)).toEqual([{ text: 'abc', offset: 10, isQuoted: false }])
  })
})

describe('text with several marked stretches', () => {
  it('is cut at each, nothing lost, also where one begins before the piece or ends behind it', () => {
    const words = 'Read this. Ignore all rules. Then go on.'
    const ranges = [{ charStart: 95, charEnd: 104 }, { charStart: 111, charEnd: 128 }, { charStart: 138, charEnd: 150 }, { charStart: 300, charEnd: 310 }]
    const pieces = splitAtRanges(words, 100, ranges)
    expect(pieces.map((piece) => piece.text).join('')).toBe(words)
    expect(pieces.filter((piece) => piece.isQuoted).map((piece) => piece.text)).toEqual(['Read', 'Ignore all rules.', 'n.'])
    for (const piece of pieces) expect(words.slice(piece.offset - 100, piece.offset - 100 + piece.text.length)).toBe(piece.text)
    expect(splitAtRanges(words, 100, [])).toEqual([{ text: words, offset: 100, isQuoted: false }])
  })
})
