import { expect, it } from 'vitest'
import { findInDocument } from '../../../src-main/core/library/findInDocument.ts'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'

const unitOf = (unit: number, text: string): ParsedUnit => ({ unit, kind: 'lines', label: `page ${unit}`, source: 'text', text, segments: [{ charStart: 0, charEnd: text.length, role: 'paragraph', block: 0, place: { kind: 'lines', line: 1 } }] })

it('finds words whatever their case, accents and line ends, and gives the stored text back', () => {
  const { matches } = findInDocument([unitOf(1, 'Straße\nMÜLLER signed. Mu\u0308ller left.'), unitOf(2, 'none'), unitOf(3, 'x muller signed')], 'müller')
  expect(matches.map(({ unit, text, anchor }) => [unit, text, anchor.charStart])).toEqual([[1, 'MÜLLER', 7], [1, 'Mu\u0308ller', 22], [3, 'muller', 2]])
  expect(findInDocument([unitOf(1, 'the net\n  debt ratio')], 'Net Debt').matches.map(({ text }) => text)).toEqual(['net\n  debt'])
})

it('takes what is typed as words, never as a pattern', () => {
  expect(findInDocument([unitOf(1, 'a.b axb (c) [d]')], 'a.b').matches).toHaveLength(1)
  expect(findInDocument([unitOf(1, 'a.b axb (c) [d]')], '(c) [d]').matches).toHaveLength(1)
  expect(findInDocument([unitOf(1, 'anything')], '   ')).toEqual({ matches: [], isComplete: true })
})

it('says when there are more than can be stepped through', () => {
  const { matches, isComplete } = findInDocument([unitOf(1, 'a '.repeat(1200))], 'a')
  expect([matches.length, isComplete]).toEqual([1000, false])
})
