import type { SegmentRole } from '../../../src-shared/domain/unit.ts'
import { median, overlapY, unionBox } from './boxes.ts'
import { toLine, lineText, type TextLine } from './groupLines.ts'

export interface Paragraph {
  readonly role: SegmentRole
  readonly lines: readonly TextLine[]
}

const LIST_MARK = /^(?:[•‣◦▪▫■□●○–—*·➢➤✓✔❖-]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxlc]{1,5})[.)])$/u
// A first line set in by this much begins a paragraph.
const INDENT_EM = 0.8

/** Whether a line begins an item of a list: a bullet, or a number or letter with a point or bracket. */
export function startsList(line: TextLine): boolean {
  const first = line.words[0]
  return first !== undefined && line.words.length > 1 && LIST_MARK.test(first.text)
}

/** Joins fragments of one column that stand on one line, and groups the lines to paragraphs by spacing, indent and size. */
export function joinParagraphs(fragments: readonly TextLine[]): Paragraph[] {
  const lines = joinFragments(fragments)
  const leading = median(gaps(lines))
  const column = unionBox(lines.map((line) => line.box))
  const paragraphs: { lines: TextLine[]; role: SegmentRole }[] = []
  for (const line of lines) {
    const open = paragraphs.at(-1)
    const last = open?.lines.at(-1)
    const listed = startsList(line)
    if (open === undefined || last === undefined || listed || breaks(last, line, open.lines, { leading, left: column[0], right: column[2] })) {
      paragraphs.push({ lines: [line], role: listed ? 'list' : 'paragraph' })
    } else open.lines.push(line)
  }
  return paragraphs
}

function gaps(lines: readonly TextLine[]): number[] {
  const found: number[] = []
  for (let index = 1; index < lines.length; index += 1) {
    const above = lines[index - 1]
    const below = lines[index]
    if (above === undefined || below === undefined) continue
    const gap = (below.baseline - above.baseline) / Math.max(above.size, 1)
    if (gap > 0.5 && gap < 3) found.push(gap)
  }
  return found
}

function breaks(last: TextLine, line: TextLine, open: readonly TextLine[], column: { leading: number; left: number; right: number }): boolean {
  const size = Math.max(last.size, line.size)
  if (Math.abs(last.size - line.size) > 0.12 * size) return true
  if (last.bold !== line.bold && Math.min(lineText(last).length, lineText(line).length) > 2) return true
  const gap = (line.baseline - last.baseline) / Math.max(last.size, 1)
  if (gap < 0.2 || gap > Math.max(1.2, column.leading || 1.2) * 1.28) return true
  const first = open[0]
  const indent = line.box[0] - last.box[0]
  // A first line set in; in a list item the following lines are set in against the mark instead.
  if (first !== undefined && !startsList(first) && open.length > 1 && indent > INDENT_EM * size && indent < 6 * size) return true
  if (first !== undefined && startsList(first) && line.box[0] < first.box[0] - 0.3 * size) return true
  // The line before ended early: its next word would have fitted.
  const firstWord = line.words[0]
  const room = column.right - last.box[2]
  const endsSentence = /[.!?:;]["”’)]?$/u.test(last.words.at(-1)?.text ?? '')
  if (endsSentence && firstWord !== undefined && room > (firstWord.box[2] - firstWord.box[0]) + 4 * size) return true
  // Much too early for any next word to have been too long: a title, an address, the end of a paragraph without a point.
  if (firstWord !== undefined && room > 0.35 * (column.right - column.left) + (firstWord.box[2] - firstWord.box[0])) return true
  return false
}

/** Fragments at the same height in one column are one line. */
function joinFragments(fragments: readonly TextLine[]): TextLine[] {
  const lines: TextLine[] = []
  for (const fragment of fragments) {
    const last = lines.at(-1)
    const height = last === undefined ? 0 : Math.min(last.box[3] - last.box[1], fragment.box[3] - fragment.box[1])
    if (last !== undefined && overlapY(last.box, fragment.box) > 0.6 * height && Math.abs(last.baseline - fragment.baseline) < 0.5 * Math.max(last.size, fragment.size) && fragment.box[0] >= last.box[2] - 0.5 * last.size) {
      lines[lines.length - 1] = toLine([...last.words, ...fragment.words].sort((a, b) => a.box[0] - b.box[0]))
    } else lines.push(fragment)
  }
  return lines
}
