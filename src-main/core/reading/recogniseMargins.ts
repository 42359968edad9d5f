import { unionBox } from './boxes.ts'
import { lineText, type TextLine } from './groupLines.ts'
import type { PageBlock } from './PageBlock.ts'

// Running headers and footers stand in the outer eighth of a page.
const ZONE = 0.125
// The same line stands at the same height on its neighbours, give or take a proof's wobble.
const SAME_HEIGHT = 0.012
/** How far neighbours are asked: left and right pages differ, and a chapter's first page may have none. */
export const MARGIN_NEIGHBOURS = 2

/**
 * Running headers, footers and page numbers, recognised across pages: a line in the margin zone that stands at the same height with the
 * same words (digits aside) on a neighbouring page, or is nothing but a page number. They become blocks of their own, headers first
 * and footers last, so that they neither glue sentences of two pages nor vanish.
 *
 * `neighbours` are the margins of the two pages before and the two after, as far as they exist.
 */
export function recogniseMargins(blocks: readonly PageBlock[], own: PageMargins, neighbours: readonly (readonly Margin[])[]): PageBlock[] {
  if (own.size === 0) return [...blocks]
  const isFurniture = (line: TextLine): Margin | undefined => {
    const margin = own.get(line)
    if (margin === undefined) return undefined
    if (line.words.every((word) => word.artifact)) return margin
    // The last line of a page that is not full stands higher each time; it must then repeat on two neighbours.
    if (margin.zone === 'edge') return neighbours.filter((page) => page.some((other) => other.zone === 'edge' && other.isTop === margin.isTop && other.key === margin.key)).length >= 2 && /\p{L}{2}/u.test(margin.key) ? margin : undefined
    const repeats = neighbours.some((page) => page.some((other) => other.zone === margin.zone && other.key === margin.key && Math.abs(other.at - margin.at) < SAME_HEIGHT))
    return repeats || (margin.outermost && isPageNumber(lineText(line))) ? margin : undefined
  }
  return partBlocks(blocks, isFurniture)
}

/** The lines of a page that may be furniture, with what is compared across pages. */
export type PageMargins = ReadonlyMap<TextLine, Margin>

/** Plain data: those of the last pages are part of a reading's checkpoint. */
export interface Margin {
  /** `edge`: the first or last line of a page, outside the margin zones. */
  readonly zone: 'top' | 'bottom' | 'edge'
  readonly isTop: boolean
  readonly key: string
  /** Height on the page, 0 to 1. */
  readonly at: number
  readonly outermost: boolean
}

export function findMargins(blocks: readonly PageBlock[], height: number): PageMargins {
  const placed = blocks.filter((block) => block.table === undefined && block.role !== 'hidden' && block.role !== 'comment').flatMap((block) => block.lines.map((line) => {
    const box = block.toPage(line.box)
    return { line, at: (box[1] + box[3]) / 2 / Math.max(1, height) }
  }))
  const all = blocks.flatMap((block) => { const box = block.toPage(block.box); return [box[1] / Math.max(1, height), box[3] / Math.max(1, height)] })
  const first = Math.min(...all)
  const last = Math.max(...all)
  return new Map(placed.flatMap(({ line, at }) => {
    const isEdge = at - first < 0.015 || last - at < 0.015
    const zone = at < ZONE ? 'top' : at > 1 - ZONE ? 'bottom' : isEdge ? 'edge' : undefined
    if (zone === undefined) return []
    const key = lineText(line).toLowerCase().replace(/\p{N}+|\b[ivxlc]+\b/gu, '#').replace(/\s+/gu, ' ')
    return [[line, { zone, isTop: zone === 'edge' ? at - first < 0.015 : zone === 'top', key, at, outermost: at < 0.09 || at > 0.91 }] as const]
  }))
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
