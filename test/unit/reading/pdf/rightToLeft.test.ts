import { expect, test } from 'vitest'
import { groupWords, type Glyph } from '../../../../src-main/core/reading/groupWords.ts'
import { groupLines, lineText } from '../../../../src-main/core/reading/groupLines.ts'
import { normaliseWord } from '../../../../src-main/core/reading/normaliseWord.ts'

const PAGE = { width: 600, height: 800 }

/** Glyphs six points wide, in the order of the page from the left. */
function glyphs(text: string): Glyph[] {
  return [...text].map((letter, index): Glyph => ({
    text: letter, x: 100 + index * 6, y: 100, endX: 106 + index * 6, endY: 100, ascentX: 0, ascentY: -8, descentX: 0, descentY: 2, size: 10,
    font: 0, bold: false, italic: false, hidden: false, artifact: false,
  }))
}

function read(drawn: readonly Glyph[]): string {
  return groupLines(groupWords(drawn, PAGE)).map(lineText).join(' ')
}

test('Hebrew drawn from the left is spelt and read from the right', () => {
  // "shalom olam" as it stands on paper, from the left: the second word's last letter comes first.
  expect(read(glyphs('םלוע םולש'))).toBe('שלום עולם')
})

test('Hebrew drawn letter by letter from the right reads the same', () => {
  expect(read([...glyphs('םלוע םולש')].reverse())).toBe('שלום עולם')
})

test('numbers and Latin words inside keep their own direction and order', () => {
  expect(read(glyphs('ד ג ב Journal of Law 1387 רואה'))).toBe('האור Journal of Law 1387 ב ג ד')
})

test('brackets open where they are read first', () => {
  expect(read(glyphs('(םולש)'))).toBe('(שלום)')
})

test('Arabic letters are stored as letters, not as the forms that are drawn', () => {
  expect(normaliseWord('ﻋﻠـــﻤﯽ')).toBe('علمی')
})
