import type { PageContent, PageWord } from '../../../../src-main/core/reading/PageContent.ts'

/** A word of the given text at a place, ten points high, half an em a letter: enough for every layout rule. */
export function word(text: string, x: number, y: number, more: Partial<PageWord> = {}): PageWord {
  const size = more.size ?? 10
  return {
    text, box: [x, y - 0.8 * size, x + text.length * size * 0.5, y + 0.2 * size], turn: 0, slanted: false, size, baseline: y, font: 0, bold: false, italic: false,
    hidden: false, spaceAfter: true, artifact: false, ...more,
  }
}

/** The words of a line from `x` on, a quarter of an em apart. */
export function line(text: string, x: number, y: number, more: Partial<PageWord> = {}): PageWord[] {
  const size = more.size ?? 10
  let at = x
  return text.split(' ').map((part) => {
    const placed = word(part, at, y, more)
    at = placed.box[2] + size * 0.25
    return placed
  })
}

export function page(words: readonly PageWord[], more: Partial<PageContent> = {}): PageContent {
  return { width: 600, height: 800, words, rules: [], pictures: [], shapes: 0, ...more }
}
