import type { Box } from '../../../src-shared/domain/anchor.ts'
import { unionBox } from './boxes.ts'
import { lineText, type TextLine } from './groupLines.ts'
import type { PageBlock } from './PageBlock.ts'

// Running headers and footers stand in the outer eighth of a page.
const ZONE = 0.125
// The same line stands at the same height on its neighbours, give or take a proof's wobble.
const SAME_HEIGHT = 0.012
// Within this of the edge of the paper nothing is text; a line there says nothing about the lines below it.
const STAMP_ZONE = 0.06
// Nearer to the edge than any printer prints: added to the finished page.
const STAMP_EDGE = 0.02
// Groups of words in a footer stand at least this far apart.
const SPREAD_EM = 4
const MAX_FURNITURE_WORDS = 24
// Along the side of a page only this much of its width is margin.
const SIDE_ZONE = 0.08
const FURNITURE_WORDS = /^(?:this (?:content|article|pdf|document) (?:was |is )?(?:down|up)loaded|downloaded (?:from|by|on|at)\b|download date|published by .*\b(?:19|20)\d\d\b|available (?:online )?at:?\s|©|\(c\) |copyright\b|all rights reserved|(?:https?:\/\/|www\.|doi:)\S+$)|\bvol(?:ume|\.)? ?\d+.*\b(?:issue|no\.?|number) ?\d+/iu
/** How far neighbours are asked: left and right pages differ, and a chapter's first page may have none. */
export const MARGIN_NEIGHBOURS = 2

/**
 * Running headers, footers and page numbers. A line in the margin zone is furniture when it stands at the same height with the same words
 * (digits aside) on a neighbouring page, is nothing but a page number, shares its row with one, or says what only furniture says (where a copy was
 * downloaded). Rows are judged from the edge inwards, and the first that is text ends the margin: what stands below text is no header. They
 * become blocks of their own, headers first and footers last, so that they neither glue sentences of two pages nor vanish.
 *
 * `neighbours` are the margins of the two pages before and the two after, as far as they exist.
 */
export function recogniseMargins(blocks: readonly PageBlock[], own: PageMargins, neighbours: readonly (readonly Margin[])[]): PageBlock[] {
  if (own.size === 0) return [...blocks]
  const furniture = new Map<TextLine, Margin>()
  for (const isTop of [true, false]) {
    for (const row of rowsFromEdge(own, isTop)) {
      const recognised = row.filter(([line, margin]) => isFurniture(line, margin, neighbours))
      const whole = recognised.some(([line, margin]) => margin.outermost && isPageNumber(lineText(line))) || isSpread(row)
      for (const [line, margin] of whole ? row : recognised) furniture.set(line, margin)
      // A stamp of the printer or the archive stands outside the running header.
      if (!whole && recognised.length === 0 && row.some(([, { at }]) => at > STAMP_ZONE && at < 1 - STAMP_ZONE)) break
    }
  }
  for (const [line, margin] of own) if (margin.isSideways) furniture.set(line, margin)
  return furniture.size === 0 ? [...blocks] : partBlocks(blocks, (line) => furniture.get(line))
}

function isFurniture(line: TextLine, margin: Margin, neighbours: readonly (readonly Margin[])[]): boolean {
  if (line.words.every((word) => word.artifact)) return true
  // The last line of a page that is not full stands higher each time; it must then repeat on two neighbours, or count on.
  if (margin.zone === 'edge') {
    const alike = neighbours.filter((page) => page.some((other) => other.zone === 'edge' && other.isTop === margin.isTop && other.key === margin.key)).length
    return (alike >= 2 && /\p{L}{2}/u.test(margin.key)) || (!margin.isTop && isPageNumber(margin.text) && neighbours.some((page) => page.some((other) => countsOn(other, margin))))
  }
  const repeats = neighbours.some((page) => page.some((other) => other.zone === margin.zone && other.key === margin.key && Math.abs(other.at - margin.at) < SAME_HEIGHT))
  return repeats || margin.at < STAMP_EDGE || margin.at > 1 - STAMP_EDGE || (margin.outermost && (isPageNumber(margin.text) || FURNITURE_WORDS.test(margin.text)))
}

function countsOn(other: Margin, margin: Margin): boolean {
  const distance = Math.abs(Number(other.text) - Number(margin.text))
  return !other.isTop && other.zone !== 'top' && distance >= 1 && distance <= MARGIN_NEIGHBOURS
}

/** Rows of lines at one height, the outermost first. */
function rowsFromEdge(own: PageMargins, isTop: boolean): [TextLine, Margin][][] {
  const lines = [...own].filter(([, margin]) => margin.isTop === isTop && !margin.isSideways).sort(([, a], [, b]) => (isTop ? a.at - b.at : b.at - a.at))
  const rows: [TextLine, Margin][][] = []
  for (const line of lines) {
    const row = rows.at(-1)
    if (row !== undefined && Math.abs((row[0]?.[1].at ?? 0) - line[1].at) < 0.5 * SAME_HEIGHT) row.push(line)
    else rows.push([line])
  }
  return rows
}

/** The last row of a page whose words stand in groups far apart, as title, number and date of a footer do; or a header with a page number at one end. */
function isSpread(row: readonly [TextLine, Margin][]): boolean {
  const words = row.flatMap(([line]) => line.words).sort((a, b) => a.box[0] - b.box[0])
  const groups: string[] = []
  words.forEach((word, index) => {
    const before = words[index - 1]
    if (before === undefined || word.box[0] - before.box[2] > SPREAD_EM * Math.max(word.size, before.size)) groups.push(word.text)
    else groups[groups.length - 1] = `${groups.at(-1) ?? ''} ${word.text}`
  })
  if (groups.length < 2 || words.length > MAX_FURNITURE_WORDS || row.some(([, margin]) => !margin.isLast && !margin.outermost)) return false
  const numbered = isPageNumber(groups[0] ?? '') || isPageNumber(groups.at(-1) ?? '')
  return numbered ? row.some(([, margin]) => margin.outermost) : groups.length >= 3 && row.every(([, margin]) => !margin.isTop && margin.isLast)
}

/** The lines of a page that may be furniture, with what is compared across pages. */
export type PageMargins = ReadonlyMap<TextLine, Margin>

/** Plain data: those of the last pages are part of a reading's checkpoint. */
export interface Margin {
  /** `edge`: the first or last line of a page, outside the margin zones. */
  readonly zone: 'top' | 'bottom' | 'edge'
  readonly isTop: boolean
  readonly text: string
  /** Its words with numbers made alike. */
  readonly key: string
  /** Height on the page, 0 to 1. */
  readonly at: number
  readonly outermost: boolean
  /** Nothing stands further out. */
  readonly isLast: boolean
  /** Runs along the side of the page, across its text: the stamp of an archive. */
  readonly isSideways: boolean
}

export function findMargins(blocks: readonly PageBlock[], height: number, width = 0): PageMargins {
  const placed = blocks.filter((block) => block.table === undefined && block.role !== 'hidden' && block.role !== 'comment').flatMap((block) => block.lines.map((line) => {
    const box = block.toPage(line.box)
    return { line, box, at: (box[1] + box[3]) / 2 / Math.max(1, height) }
  }))
  const all = blocks.flatMap((block) => { const box = block.toPage(block.box); return [box[1] / Math.max(1, height), box[3] / Math.max(1, height)] })
  const first = Math.min(...all)
  const last = Math.max(...all)
  const upright = placed.filter(({ box, line }) => !isSideways(box, line)).length
  return new Map(placed.flatMap(({ line, box, at }) => {
    const sideways = isSideways(box, line) && upright > 0 && (box[2] < SIDE_ZONE * width || box[0] > (1 - SIDE_ZONE) * width)
    const isEdge = at - first < 0.015 || last - at < 0.015
    const zone = at < ZONE ? 'top' : at > 1 - ZONE ? 'bottom' : isEdge ? 'edge' : undefined
    if (zone === undefined && !sideways) return []
    const text = lineText(line)
    const isTop = zone === 'edge' ? at - first < 0.015 : zone === 'top'
    return [[line, {
      zone: zone ?? 'edge', isTop, text: text.slice(0, 200), key: text.toLowerCase().replace(/\p{N}+|\b[ivxlc]+\b/gu, '#').replace(/\s+/gu, ' '), at, outermost: at < 0.09 || at > 0.91,
      isLast: isTop ? at - first < 0.015 : last - at < 0.015, isSideways: sideways,
    }] as const]
  }))
}

function isSideways(box: Box, line: TextLine): boolean {
  return line.words.length > 1 && box[3] - box[1] > 4 * (box[2] - box[0])
}

function isPageNumber(text: string): boolean {
  return /^[-–—[(|\s]*(?:(?:page|p\.|seite|página|pagina)\s*)?(?:\p{N}{1,4}|[ivxlc]{1,7})(?:\s*(?:of|\/|von|de|sur)\s*\p{N}{1,4})?[-–—\])|\s.]*$/iu.test(text)
}

function partBlocks(blocks: readonly PageBlock[], isFurniture: (line: TextLine) => Margin | undefined): PageBlock[] {
  const headers: PageBlock[] = []
  const footers: PageBlock[] = []
  const body: PageBlock[] = []
  for (const block of blocks) {
    const kept: TextLine[] = []
    for (const line of block.lines) {
      const margin = isFurniture(line)
      if (margin === undefined) { kept.push(line); continue }
      const top = margin.isTop
      ;(top ? headers : footers).push({ role: top ? 'pageHeader' : 'pageFooter', lines: [line], box: line.box, toPage: block.toPage })
    }
    if (block.table !== undefined || kept.length === block.lines.length) body.push(block)
    else if (kept.length > 0) body.push({ ...block, lines: kept, box: unionBox(kept.map((line) => line.box)) })
  }
  return [...headers, ...body, ...footers]
}
