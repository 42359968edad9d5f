import type { Box } from '../../../src-shared/domain/anchor.ts'
import { unionBox } from './boxes.ts'

export interface Placed {
  readonly box: Box
  /** Em height of its letters; what gaps are measured in. */
  readonly size: number
}

// At least this many fragments on each side make a column; fewer are a caption, a label or a form field.
const COLUMN_LINES = 3
// Gutters narrower than this are word spaces that happen to stand above one another.
const GUTTER_EM = 0.8
// Headings, figures and rules that span columns: at most this share of all fragments may cross a gutter.
const CROSSING_SHARE = 0.35

/**
 * Puts fragments into reading order: columns from left to right, each from top to bottom; what spans the columns divides them.
 *
 * A recursive cut in the tradition of the X-Y cut (Nagy, Seth 1984), made for pages whose titles and figures span the columns: a
 * gutter may be crossed, and each crossing fragment ends the columns above it. Gives runs; each run is one column, top to bottom.
 */
export function orderColumns<T extends Placed>(items: readonly T[]): T[][] {
  return cut(items, 0)
}

function cut<T extends Placed>(items: readonly T[], depth: number): T[][] {
  if (items.length === 0) return []
  const gutter = depth < 8 ? findGutter(items) : undefined
  if (gutter === undefined) return [[...items].sort(topToBottom)]
  const runs: T[][] = []
  for (const band of bandsAround(items, gutter)) {
    if (band.crossing) { runs.push(...cut(band.items, depth + 1)); continue }
    const left = band.items.filter((item) => (item.box[0] + item.box[2]) / 2 < gutter.at)
    const right = band.items.filter((item) => (item.box[0] + item.box[2]) / 2 >= gutter.at)
    runs.push(...cut(left, depth + 1), ...cut(right, depth + 1))
  }
  return runs
}

interface Gutter {
  readonly at: number
  readonly from: number
  readonly to: number
}

/** The best vertical strip that few fragments cross and that has a column on either side, if there is one. */
function findGutter(items: readonly Placed[]): Gutter | undefined {
  if (items.length < 2 * COLUMN_LINES) return undefined
  const bounds = unionBox(items.map((item) => item.box))
  const em = medianSize(items)
  let best: Gutter | undefined
  let bestScore = 0
  // Left edges of fragments are where columns can begin.
  for (const edge of leftEdges(items, em)) {
    if (edge < bounds[0] + 3 * em) continue
    const crossing = items.filter((item) => item.box[0] < edge - 0.5 && item.box[2] > edge + 0.5)
    if (crossing.length > CROSSING_SHARE * items.length) continue
    const rest = crossing.length === 0 ? items : items.filter((item) => !crossing.includes(item))
    const left = rest.filter((item) => item.box[2] <= edge + 0.5)
    const right = rest.filter((item) => item.box[0] >= edge - 0.5)
    if (left.length < COLUMN_LINES || right.length < COLUMN_LINES) continue
    // Only lines on the other side at the same height are parted by a gutter; a list indented under a heading is not.
    const beside = facing(left, right)
    if (beside.left < COLUMN_LINES || beside.right < COLUMN_LINES) continue
    const from = Math.max(...beside.leftItems.map((item) => item.box[2]))
    const width = edge - from
    if (width < GUTTER_EM * em) continue
    const score = (beside.left + beside.right) / items.length - crossing.length / items.length + Math.min(0.2, width / (20 * em))
    if (score > bestScore) { bestScore = score; best = { at: (from + edge) / 2, from, to: edge } }
  }
  return best
}

function leftEdges(items: readonly Placed[], em: number): number[] {
  const edges: number[] = []
  for (const left of items.map((item) => item.box[0]).sort((a, b) => a - b)) {
    const last = edges.at(-1)
    if (last === undefined || left - last > 0.3 * em) edges.push(left)
  }
  return edges
}

function facing(left: readonly Placed[], right: readonly Placed[]): { left: number; right: number; leftItems: readonly Placed[] } {
  const leftSpan = unionBox(left.map((item) => item.box))
  const rightSpan = unionBox(right.map((item) => item.box))
  const top = Math.max(leftSpan[1], rightSpan[1])
  const bottom = Math.min(leftSpan[3], rightSpan[3])
  const within = (item: Placed): boolean => (item.box[1] + item.box[3]) / 2 >= top && (item.box[1] + item.box[3]) / 2 <= bottom
  const leftItems = left.filter(within)
  return { left: leftItems.length, right: right.filter(within).length, leftItems }
}

interface Band<T> {
  readonly crossing: boolean
  readonly items: T[]
}

/** Horizontal bands from top to bottom, alternately fragments that cross the gutter and fragments beside it. */
function bandsAround<T extends Placed>(items: readonly T[], gutter: Gutter): Band<T>[] {
  const bands: Band<T>[] = []
  const crosses = (item: T): boolean => item.box[0] < gutter.at - 0.5 && item.box[2] > gutter.at + 0.5
  // What crosses divides; a fragment beside it at the same height belongs to the band that holds its middle.
  const dividers = items.filter(crosses).sort(topToBottom)
  const beside = items.filter((item) => !crosses(item))
  let remaining = beside
  for (const divider of dividers) {
    const middle = (divider.box[1] + divider.box[3]) / 2
    const above = remaining.filter((item) => (item.box[1] + item.box[3]) / 2 < middle)
    remaining = remaining.filter((item) => (item.box[1] + item.box[3]) / 2 >= middle)
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
