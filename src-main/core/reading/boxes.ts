import type { Box } from '../../../src-shared/domain/anchor.ts'
import type { Turn } from './PageContent.ts'

/** The smallest box that holds all. An empty list gives an empty box at the origin. */
export function unionBox(boxes: Iterable<Box>): Box {
  let left = Infinity, top = Infinity, right = -Infinity, bottom = -Infinity
  for (const box of boxes) {
    if (box[0] < left) left = box[0]
    if (box[1] < top) top = box[1]
    if (box[2] > right) right = box[2]
    if (box[3] > bottom) bottom = box[3]
  }
  return left === Infinity ? [0, 0, 0, 0] : [left, top, right, bottom]
}

export function overlapX(a: Box, b: Box): number {
  return Math.min(a[2], b[2]) - Math.max(a[0], b[0])
}

export function overlapY(a: Box, b: Box): number {
  return Math.min(a[3], b[3]) - Math.max(a[1], b[1])
}

export function boxArea(box: Box): number {
  return Math.max(0, box[2] - box[0]) * Math.max(0, box[3] - box[1])
}

/** Share of `inner` that lies within `outer`, 0 to 1. */
export function shareWithin(inner: Box, outer: Box): number {
  const area = boxArea(inner)
  if (area === 0) return 0
  return (Math.max(0, overlapX(inner, outer)) * Math.max(0, overlapY(inner, outer))) / area
}

/** The box in a frame in which text that is turned clockwise by `turn` runs left to right; `width`, `height` are the page's. */
export function turnUpright(box: Box, turn: Turn, width: number, height: number): Box {
  switch (turn) {
    case 0: return box
    case 90: return [box[1], width - box[2], box[3], width - box[0]]
    case 180: return [width - box[2], height - box[3], width - box[0], height - box[1]]
    case 270: return [height - box[3], box[0], height - box[1], box[2]]
  }
}

/** The inverse of `turnUpright`. */
export function turnBack(box: Box, turn: Turn, width: number, height: number): Box {
  switch (turn) {
    case 0: return box
    case 90: return [width - box[3], box[0], width - box[1], box[2]]
    case 180: return [width - box[2], height - box[3], width - box[0], height - box[1]]
    case 270: return [box[1], height - box[2], box[3], height - box[0]]
  }
}

export function median(values: readonly number[]): number {
  if (values.length === 0) return 0
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? 0
}
