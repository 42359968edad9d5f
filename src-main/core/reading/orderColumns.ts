import type { Box } from '../../../src-shared/domain/anchor.ts'
import { unionBox } from './boxes.ts'

export interface Placed {
  readonly box: Box
  /** Em height of its letters; what gaps are measured in. */
  readonly size: number
  /** Absent for a table. */
  readonly words?: readonly { readonly text: string }[]
}

// At least this many fragments on each side make a column; fewer are a caption, a label or a form field.
const COLUMN_LINES = 3
// Gutters narrower than this are word spaces that happen to stand above one another.
const GUTTER_EM = 0.8
// Columns of text have this many lines of this many words.
const TEXT_LINES = 6
const TEXT_LINE_WORDS = 5
// Narrower fragments than this, each with a partner on its line, are labels with their values, or cells.
const LABEL_EM = 9
const ROW_SHARE = 0.8
const FIGURE_SHARE = 0.4
// Marks of a list and line numbers.
const MARK_EM = 2.5
// A page is cut at a gutter only when this share of it, or this many fragments, stand in columns beside it.
const COLUMN_SHARE = 0.3
const COLUMN_FRAGMENTS = 16

/**
 * Puts fragments into reading order: columns from left to right, each from top to bottom; what spans the columns divides them.
 *
 * A recursive cut in the tradition of the X-Y cut (Nagy, Seth 1984), made for pages whose titles and figures span the columns, and
 * for pages whose parts have different columns: what crosses a gutter parts the bands above and below it, and what is not in
 * columns there is cut again by itself. Gives runs; each run is one column, top to bottom.
 */
export function orderColumns<T extends Placed>(items: readonly T[]): T[][] {
  return cut(items, 0, undefined)
}

function cut<T extends Placed>(items: readonly T[], depth: number, outer: Gutter | undefined): T[][] {
  if (items.length === 0) return []
  const gutter = depth < 8 ? findGutter(items) : undefined
  if (gutter === undefined) return outer === undefined ? [sorted(items)] : remainder(items, outer)
  const runs: T[][] = []
  let others: T[] = []
  const flush = (): void => {
    if (others.length > 0) runs.push(...cut(others, depth + 1, gutter))
    others = []
  }
  for (const band of bandsAround(items, gutter.at)) {
    if (band.crossing || !isColumns(band.items, gutter.at)) { others.push(...band.items); continue }
    flush()
    runs.push(...cut(band.items.filter((item) => middleX(item) < gutter.at), depth + 1, undefined), ...cut(band.items.filter((item) => middleX(item) >= gutter.at), depth + 1, undefined))
  }
  flush()
  return runs
}

/**
 * The boxes of columns of running text that stand beside each other. Columns of a table do not count: theirs are short.
 */
export function findTextColumns(items: readonly Placed[], depth = 0): Box[] {
  const gutter = depth < 4 ? findGutter(items) : undefined
  if (gutter === undefined) return []
  return bandsAround(items, gutter.at).flatMap((band) => {
    if (band.crossing || !isColumns(band.items, gutter.at)) return []
    const sides = [band.items.filter((item) => middleX(item) < gutter.at), band.items.filter((item) => middleX(item) >= gutter.at)]
    if (!sides.every(isRunningText)) return []
    return sides.flatMap((side) => {
      const inner = findTextColumns(side, depth + 1)
      return inner.length > 0 ? inner : [unionBox(side.map((item) => item.box))]
    })
  })
}

/** Most of its words stand in lines of several. */
function isRunningText(items: readonly Placed[]): boolean {
  const counts = items.map((item) => item.words?.length ?? 0)
  const all = counts.reduce((sum, count) => sum + count, 0)
  const inLines = counts.filter((count) => count >= TEXT_LINE_WORDS)
  return inLines.length >= TEXT_LINES && inLines.reduce((sum, count) => sum + count, 0) >= 0.6 * all
}

/** A few lines left over between things that span the page: still in the columns of the page around them. */
function remainder<T extends Placed>(items: readonly T[], gutter: Gutter): T[][] {
  return bandsAround(items, gutter.at).flatMap((band) => {
    const left = band.items.filter((item) => middleX(item) < gutter.at)
    const right = band.items.filter((item) => middleX(item) >= gutter.at)
    return band.crossing || left.length < 2 || right.length < 2 ? [sorted(band.items)] : [sorted(left), sorted(right)]
  })
}

interface Gutter {
  readonly at: number
}

/** The vertical strip that has the most fragments in columns beside it, if there is one worth a cut. */
function findGutter(items: readonly Placed[]): Gutter | undefined {
  if (items.length < 2 * COLUMN_LINES) return undefined
  const bounds = unionBox(items.map((item) => item.box))
  const em = medianSize(items)
  let best: Gutter | undefined
  let bestScore = 0
  // Left edges of fragments are where columns can begin.
  for (const edge of leftEdges(items, em)) {
    if (edge < bounds[0] + 3 * em) continue
    const from = gutterStart(items, edge, em)
    if (from === undefined) continue
    const at = (from + edge) / 2
    const inColumns = bandsAround(items, at).filter((band) => !band.crossing && isColumns(band.items, at)).flatMap((band) => band.items)
    if (inColumns.length < Math.min(COLUMN_FRAGMENTS, COLUMN_SHARE * items.length)) continue
    const crossing = items.filter((item) => item.box[0] < at - 0.5 && item.box[2] > at + 0.5).length
    const score = (inColumns.length - 0.5 * crossing) / items.length + Math.min(0.2, (edge - from) / (20 * em))
    if (score > bestScore) { bestScore = score; best = { at } }
  }
  return best
}

/** Where the fragments left of an edge end, for those that face a fragment beginning there; `undefined` when that leaves no gutter. */
function gutterStart(items: readonly Placed[], edge: number, em: number): number | undefined {
  const starting = items.filter((item) => Math.abs(item.box[0] - edge) < 0.5 * em)
  if (starting.length < COLUMN_LINES) return undefined
  const span = unionBox(starting.map((item) => item.box))
  const ends = items.filter((item) => item.box[2] <= edge + 0.5 && item.box[3] > span[1] && item.box[1] < span[3]).map((item) => item.box[2]).sort((a, b) => a - b)
  if (ends.length < COLUMN_LINES) return undefined
  const from = ends.at(-1) ?? 0
  return edge - from >= GUTTER_EM * em ? from : undefined
}

/** At least three lines on either side that stand beside each other. */
function isColumns(items: readonly Placed[], at: number): boolean {
  const left = items.filter((item) => middleX(item) < at)
  const right = items.filter((item) => middleX(item) >= at)
  if (left.length < COLUMN_LINES || right.length < COLUMN_LINES) return false
  // Marks of a list, line numbers and footnote signs stand beside their text, not in a column of their own.
  if (isNarrow(left, MARK_EM) || isNarrow(right, MARK_EM)) return false
  if ((isNarrow(left, LABEL_EM) && areRows(left, right)) || (isNarrow(right, LABEL_EM) && areRows(right, left))) return false
  // Columns of figures beside their labels: a table that was not recognised, whose rows must stay whole.
  if ((areFigures(left) && areRows(left, right, 0.5)) || (areFigures(right) && areRows(right, left, 0.5))) return false
  const beside = facing(left, right)
  return beside.left >= COLUMN_LINES && beside.right >= COLUMN_LINES
}

/** Where enough fragments begin to make a column. */
function leftEdges(items: readonly Placed[], em: number): number[] {
  const lefts = items.map((item) => item.box[0]).sort((a, b) => a - b)
  const edges: number[] = []
  let from = 0
  let to = 0
  for (const left of lefts) {
    while ((lefts[from] ?? 0) <= left - 0.5 * em) from += 1
    while (to < lefts.length && (lefts[to] ?? 0) < left + 0.5 * em) to += 1
    if (to - from < COLUMN_LINES) continue
    const last = edges.at(-1)
    if (last === undefined || left - last > 0.3 * em) edges.push(left)
  }
  return edges
}

/** Whether most of these stand on one line with one of the others. */
function areRows(items: readonly Placed[], others: readonly Placed[], share = ROW_SHARE): boolean {
  const paired = items.filter((item) => others.some((other) => Math.abs(item.box[3] - other.box[3]) < 0.3 * item.size)).length
  return paired >= share * items.length
}

function areFigures(items: readonly Placed[]): boolean {
  const figures = items.filter((item) => item.words !== undefined && item.words.every((word) => /^[\p{N}\p{Sc}().,%–—-]+$/u.test(word.text))).length
  return figures >= FIGURE_SHARE * items.length
}

function isNarrow(items: readonly Placed[], em: number): boolean {
  const widths = items.map((item) => (item.box[2] - item.box[0]) / Math.max(1, item.size)).sort((a, b) => a - b)
  return (widths[widths.length >> 1] ?? 0) < em
}

/** How many of each stand at the height of the other; a list indented under a heading has none. */
function facing(left: readonly Placed[], right: readonly Placed[]): { left: number; right: number } {
  const leftSpan = unionBox(left.map((item) => item.box))
  const rightSpan = unionBox(right.map((item) => item.box))
  const top = Math.max(leftSpan[1], rightSpan[1])
  const bottom = Math.min(leftSpan[3], rightSpan[3])
  const within = (item: Placed): boolean => middleY(item) >= top && middleY(item) <= bottom
  return { left: left.filter(within).length, right: right.filter(within).length }
}

function middleX(item: Placed): number {
  return (item.box[0] + item.box[2]) / 2
}

function middleY(item: Placed): number {
  return (item.box[1] + item.box[3]) / 2
}

function sorted<T extends Placed>(items: readonly T[]): T[] {
  return [...items].sort(topToBottom)
}

interface Band<T> {
  readonly crossing: boolean
  readonly items: T[]
}

/** Horizontal bands from top to bottom, alternately fragments that cross the gutter and fragments beside it. */
function bandsAround<T extends Placed>(items: readonly T[], at: number): Band<T>[] {
  const bands: Band<T>[] = []
  const crosses = (item: T): boolean => item.box[0] < at - 0.5 && item.box[2] > at + 0.5
  // What crosses divides; a fragment beside it at the same height belongs to the band that holds its middle.
  const dividers = items.filter(crosses).sort(topToBottom)
  const beside = items.filter((item) => !crosses(item))
  let remaining = beside
  for (const divider of dividers) {
    const middle = middleY(divider)
    const above = remaining.filter((item) => middleY(item) < middle)
    remaining = remaining.filter((item) => middleY(item) >= middle)
    if (above.length > 0) bands.push({ crossing: false, items: above })
    const last = bands.at(-1)
    if (last?.crossing === true) last.items.push(divider)
    else bands.push({ crossing: true, items: [divider] })
  }
  if (remaining.length > 0) bands.push({ crossing: false, items: remaining })
  return bands
}

/** Top to bottom; fragments on one line left to right. */
function topToBottom(a: Placed, b: Placed): number {
  const overlap = Math.min(a.box[3], b.box[3]) - Math.max(a.box[1], b.box[1])
  if (overlap > 0.5 * Math.min(a.box[3] - a.box[1], b.box[3] - b.box[1])) return a.box[0] - b.box[0] || a.box[1] - b.box[1]
  return a.box[1] - b.box[1]
}

function medianSize(items: readonly Placed[]): number {
  const sizes = items.map((item) => item.size).sort((a, b) => a - b)
  return sizes[sizes.length >> 1] ?? 10
}
