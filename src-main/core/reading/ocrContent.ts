import type { OcrResult } from '../ports/OcrEngine.ts'
import type { PageContent, PageWord } from './PageContent.ts'

/** What OCR found as content for the layout rules, in the frame in which it was read. */
export function ocrContent(result: OcrResult): PageContent {
  const sizeOf = printSizes(result.words.map((word) => word.size))
  const words = result.words.map((word): PageWord => ({
    text: word.text, box: word.box, turn: 0, slanted: false, size: sizeOf(word.size), baseline: word.baseline, font: 0, bold: false, italic: false,
    hidden: false, spaceAfter: true, artifact: false, confidence: word.confidence,
  }))
  return { width: result.frame.width, height: result.frame.height, words, rules: [], pictures: [], shapes: 0 }
}

// Two sizes of print on one page differ by more; the rows of one size, measured from letters, by less.
const SAME_SIZE = 1.3

/**
 * OCR measures each row by its letters: one print size comes as many. Sizes near each other become the median of theirs, so that the
 * rules about size (a heading is larger, a paragraph has one size) hold for scans, too.
 */
function printSizes(sizes: readonly number[]): (size: number) => number {
  const sorted = [...sizes].sort((a, b) => a - b)
  const medians = new Map<number, number>()
  let rest = sorted
  while (rest.length > 0) {
    // The commonest print first: the window of one size that holds most words.
    const { from, to } = widestWindow(rest)
    const group = rest.slice(from, to)
    const middle = group[group.length >> 1] ?? 0
    for (const size of group) medians.set(size, middle)
    rest = [...rest.slice(0, from), ...rest.slice(to)]
  }
  return (size) => medians.get(size) ?? size
}

function widestWindow(sorted: readonly number[]): { readonly from: number; readonly to: number } {
  let best = { from: 0, to: 1 }
  let to = 0
  for (let from = 0; from < sorted.length; from += 1) {
    to = Math.max(to, from + 1)
    while (to < sorted.length && (sorted[to] ?? 0) <= (sorted[from] ?? 0) * SAME_SIZE) to += 1
    if (to - from > best.to - best.from) best = { from, to }
  }
  return best
}
