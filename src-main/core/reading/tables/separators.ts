import { median } from '../boxes.ts'
import { CURRENCY } from './fragmentRows.ts'
import type { FragmentRow, TableFragment } from './TableFragment.ts'

// A strip between columns may be crossed by headers that span them: at most this share of the rows.
const CROSSING_SHARE = 0.2
// Strips narrower than this part nothing.
const MIN_WIDTH_EM = 0.35

/** The x positions between the columns of a run of rows: the middles of vertical strips that (almost) no cell crosses. */
export function findSeparators(run: readonly FragmentRow[]): number[] {
  const rows = run.filter((row) => row.fragments.length > 1)
  const em = median(rows.map((row) => row.size))
  const allowed = Math.floor(CROSSING_SHARE * rows.length)
  const events: { x: number; change: number }[] = []
  for (const row of rows) for (const fragment of row.fragments) events.push({ x: inkStart(fragment), change: 1 }, { x: fragment.box[2], change: -1 })
  events.sort((a, b) => a.x - b.x || a.change - b.change)
  // Depth is how many rows have ink at x; strips are stretches where it is at most `allowed`, cut at its lowest part.
  const strips: { from: number; to: number; depth: number }[] = []
  let depth = 0
  let open: { from: number; depth: number; best: { from: number; to: number; depth: number } } | undefined
  for (let index = 0; index < events.length; index += 1) {
    const event = events[index]
    const next = events[index + 1]
    if (event === undefined) break
    depth += event.change
    if (next === undefined || next.x === event.x) continue
    if (depth <= allowed) {
      const piece = { from: event.x, to: next.x, depth }
      if (open === undefined) open = { from: event.x, depth, best: piece }
      else if (piece.depth < open.best.depth || (piece.depth === open.best.depth && piece.to - piece.from > open.best.to - open.best.from)) open.best = piece
    } else if (open !== undefined) {
      strips.push({ ...open.best, from: open.best.from, to: open.best.to })
      open = undefined
    }
  }
  return strips.filter((strip) => strip.to - strip.from >= MIN_WIDTH_EM * em && isUsed(strip, rows)).map((strip) => (strip.from + strip.to) / 2)
}

/** Currency signs stand at the left edge of their column, far from the number and often under the labels: they say nothing about it. */
function inkStart(fragment: TableFragment): number {
  const [first, second] = fragment.words
  return first !== undefined && second !== undefined && CURRENCY.test(first.text) ? second.box[0] : fragment.box[0]
}

/** At least two rows must have a cell on either side, or the strip is only a ragged edge. */
function isUsed(strip: { readonly from: number; readonly to: number }, rows: readonly FragmentRow[]): boolean {
  const middle = (strip.from + strip.to) / 2
  const both = rows.filter((row) => row.fragments.some((fragment) => fragment.box[2] <= middle) && row.fragments.some((fragment) => fragment.box[0] >= middle))
  return both.length >= Math.min(2, rows.length)
}
