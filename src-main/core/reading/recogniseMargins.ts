import { unionBox } from './boxes.ts'
import { lineText, type TextLine } from './groupLines.ts'
import type { PageBlock } from './PageBlock.ts'

export interface LaidOutPage {
  readonly blocks: readonly PageBlock[]
  readonly height: number
}

// Running headers and footers stand in the outer eighth of a page.
const ZONE = 0.125
// The same line stands at the same height on its neighbours, give or take a proof's wobble.
const SAME_HEIGHT = 0.012
// Left and right pages differ, and a chapter's first page may have none.
const NEIGHBOURS = [1, -1, 2, -2]

/**
 * Running headers, footers and page numbers, recognised across pages: a line in the margin zone that stands at the same height with the
 * same words (digits aside) on a neighbouring page, or is nothing but a page number. They become blocks of their own, headers first
 * and footers last, so that they neither glue sentences of two pages nor vanish.
 */
export function recogniseMargins(pages: readonly LaidOutPage[]): PageBlock[][] {
  const marginLines = pages.map(findMarginLines)
  return pages.map((page, index) => {
    const own = marginLines[index]
    if (own === undefined || own.size === 0) return [...page.blocks]
    const isFurniture = (line: TextLine): Margin | undefined => {
      const margin = own.get(line)
      if (margin === undefined) return undefined
      if (line.words.every((word) => word.artifact)) return margin
      // The last line of a page that is not full stands higher each time; it must then repeat on two neighbours.
      if (margin.zone === 'edge') return NEIGHBOURS.filter((step) => [...(marginLines[index + step]?.values() ?? [])].some((other) => other.zone === 'edge' && other.isTop === margin.isTop && other.key === margin.key)).length >= 2 && /\p{L}{2}/u.test(margin.key) ? margin : undefined
      const repeats = NEIGHBOURS.some((step) => [...(marginLines[index + step]?.values() ?? [])].some((other) => other.zone === margin.zone && other.key === margin.key && Math.abs(other.at - margin.at) < SAME_HEIGHT))
      return repeats || (margin.outermost && isPageNumber(lineText(line))) ? margin : undefined
    }
    return partBlocks(page.blocks, isFurniture)
  })
}

interface Margin {
  /** `edge`: the first or last line of a page, outside the margin zones. */
  readonly zone: 'top' | 'bottom' | 'edge'
  readonly isTop: boolean
  readonly key: string
  /** Height on the page, 0 to 1. */
  readonly at: number
  readonly outermost: boolean
}

function findMarginLines({ blocks, height }: LaidOutPage): Map<TextLine, Margin> {
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
