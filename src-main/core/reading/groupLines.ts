import type { Box } from '../../../src-shared/domain/anchor.ts'
import { overlapX, unionBox } from './boxes.ts'
import type { PageWord } from './PageContent.ts'
import { isRightToLeft, readingOrderOfLine } from './rightToLeft.ts'

/** Words side by side on one baseline, as they are read, without a wide gap between them. In the frame turned upright. */
export interface TextLine {
  readonly words: readonly PageWord[]
  readonly box: Box
  /** Most common em height of its characters. */
  readonly size: number
  readonly baseline: number
  readonly bold: boolean
}

// Wider than all but the widest stretched spaces of justified text.
const FRAGMENT_GAP_EM = 1.1
// The tightest gutters. A gap like this parts a line only where other lines begin at its right edge too.
const GUTTER_GAP_EM = 0.6
const EDGE_LINES = 4
const EDGE_POINTS = 2

/**
 * Joins words to line fragments. A fragment ends at a wide gap, so that neighbouring columns and table cells stay apart; what belongs
 * together is decided later from the whole block.
 */
export function groupLines(words: readonly PageWord[]): TextLine[] {
  const rows = rowsOf(words).map(mergePieces)
  const edges = new Map<number, number>()
  for (const row of rows) {
    row.forEach((word, index) => {
      const before = row[index - 1]
      if (before !== undefined && gapEm(before, word) <= FRAGMENT_GAP_EM) return
      const edge = Math.round(word.box[0] / EDGE_POINTS)
      edges.set(edge, (edges.get(edge) ?? 0) + 1)
    })
  }
  const isEdge = (x: number): boolean => {
    const edge = Math.round(x / EDGE_POINTS)
    return (edges.get(edge) ?? 0) + (edges.get(edge - 1) ?? 0) + (edges.get(edge + 1) ?? 0) >= EDGE_LINES
  }
  return rows.flatMap((row) => {
    const lines: TextLine[] = []
    let run: PageWord[] = []
    for (const word of row) {
      const last = run.at(-1)
      const gap = last === undefined ? 0 : gapEm(last, word)
      if (gap > FRAGMENT_GAP_EM || (gap > GUTTER_GAP_EM && isEdge(word.box[0]))) {
        lines.push(toLine(run))
        run = []
      }
      run.push(word)
    }
    if (run.length > 0) lines.push(toLine(run))
    return lines
  })
}

/** The space between two words in ems of the smaller, a tiny superscript counting as half its neighbour. */
function gapEm(left: PageWord, right: PageWord): number {
  const size = Math.min(Math.max(left.size, right.size), 2 * Math.min(left.size, right.size))
  return (right.box[0] - left.box[2]) / Math.max(size, 0.1)
}

/** Words that share a band across the page, sorted left to right; bands from top to bottom. */
export function rowsOf(words: readonly PageWord[]): PageWord[][] {
  const sorted = [...words].sort((a, b) => a.baseline - b.baseline || a.box[0] - b.box[0])
  const rows: { words: PageWord[]; baseline: number; size: number }[] = []
  // Large words first would swallow neighbours; so each word joins the nearest row whose letters' band it shares.
  for (const word of sorted) {
    let best: { words: PageWord[]; baseline: number; size: number } | undefined
    let bestDistance = Infinity
    for (let index = rows.length - 1; index >= 0 && index >= rows.length - 12; index -= 1) {
      const row = rows[index]
      if (row === undefined) continue
      const distance = Math.abs(word.baseline - row.baseline)
      if (distance > 0.55 * Math.max(row.size, word.size)) continue
      if (!sharesBand(word, row)) continue
      if (distance < bestDistance && !row.words.some((other) => overlapX(other.box, word.box) > 0.5 * Math.min(other.box[2] - other.box[0], word.box[2] - word.box[0]))) {
        best = row
        bestDistance = distance
      }
    }
    if (best === undefined) rows.push({ words: [word], baseline: word.baseline, size: word.size })
    else {
      best.words.push(word)
      // A row's baseline is that of its largest letters, so that a superscript does not drag it up.
      if (word.size > best.size) { best.size = word.size; best.baseline = word.baseline }
    }
  }
  rows.sort((a, b) => a.baseline - b.baseline)
  return rows.map((row) => row.words.sort((a, b) => a.box[0] - b.box[0]))
}

/** Bands from six tenths of an em above the baseline to a tenth below it: what lower-case letters fill. */
function sharesBand(word: PageWord, row: { readonly baseline: number; readonly size: number }): boolean {
  const top = Math.max(word.baseline - 0.6 * word.size, row.baseline - 0.6 * row.size)
  const bottom = Math.min(word.baseline + 0.1 * word.size, row.baseline + 0.1 * row.size)
  return bottom - top > 0.4 * 0.7 * Math.min(word.size, row.size)
}

/** Joins pieces of one word that the file drew out of order or in several fonts, and drops words that are drawn twice. */
function mergePieces(row: readonly PageWord[]): PageWord[] {
  const merged: PageWord[] = []
  for (const word of row) {
    const last = merged.at(-1)
    if (last === undefined) { merged.push(word); continue }
    const gap = word.box[0] - last.box[2]
    const size = Math.max(last.size, word.size)
    if (last.text === word.text && Math.abs(word.box[0] - last.box[0]) < 0.15 * size && Math.abs(word.box[1] - last.box[1]) < 0.15 * size) continue
    const sameHeight = Math.abs(last.baseline - word.baseline) < 0.1 * size && Math.min(last.size, word.size) > 0.8 * size
    const isTurned = isRightToLeft(last.text) || isRightToLeft(word.text)
    // Letters drawn one by one from the right have their space at the far side; runs may be drawn from either side.
    const isParted = last.spaceAfter && !(isTurned && last.text.length === 1 && gap < 0.02 * size)
    if (!isParted && gap < 0.1 * size && gap > -0.35 * size && sameHeight && last.confidence === undefined) {
      merged[merged.length - 1] = {
        ...last, text: isTurned ? word.text + last.text : last.text + word.text, box: unionBox([last.box, word.box]), spaceAfter: word.spaceAfter, hidden: last.hidden && word.hidden,
      }
    } else merged.push(word)
  }
  return merged
}

/** A line of words given from left to right. */
export function toLine(placed: readonly PageWord[]): TextLine {
  const words = readingOrderOfLine(placed)
  const bySize = new Map<number, number>()
  let boldCharacters = 0
  let characters = 0
  for (const word of words) {
    const size = Math.round(word.size * 4) / 4
    bySize.set(size, (bySize.get(size) ?? 0) + word.text.length)
    characters += word.text.length
    if (word.bold) boldCharacters += word.text.length
  }
  let size = 0
  let most = -1
  for (const [value, count] of bySize) if (count > most) { size = value; most = count }
  const main = words.find((word) => Math.abs(word.size - size) < 0.3) ?? words[0]
  return { words, box: unionBox(words.map((word) => word.box)), size, baseline: main?.baseline ?? 0, bold: boldCharacters * 2 > characters }
}

export function lineText(line: TextLine): string {
  return line.words.map((word) => word.text).join(' ')
}
