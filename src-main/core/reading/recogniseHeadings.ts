import { lineText } from './groupLines.ts'
import type { PageBlock } from './PageBlock.ts'

export interface OutlineEntry {
  readonly title: string
  /** 1 is the highest. */
  readonly level: number
  /** 1-based; `undefined` where the entry leads nowhere. */
  readonly page: number | undefined
}

const MAX_LINES = 3
const MAX_CHARACTERS = 200
// A heading set in the body's size is bold and short.
const MAX_BOLD_CHARACTERS = 110
const LARGER = 1.14
// OCR measures letters, so sizes of one font differ by a tenth.
const LARGER_IN_OCR = 1.4
const LEVELS = 4

/** Which letter sizes a document uses, from any of its pages. */
export interface LetterSizes {
  /** Characters set in each size, in half points. */
  readonly characters: Map<number, number>
  /** Sizes of short blocks that read like headings. */
  readonly short: Set<number>
}

export function countLetterSizes(sizes: LetterSizes, blocks: readonly PageBlock[]): void {
  for (const block of blocks) {
    if (block.role === 'pageHeader' || block.role === 'pageFooter' || block.role === 'hidden') continue
    for (const line of block.lines) {
      const size = halfPoints(line.size)
      sizes.characters.set(size, (sizes.characters.get(size) ?? 0) + line.words.reduce((sum, word) => sum + word.text.length, 0))
    }
    if (block.role !== 'paragraph' || block.lines.length > MAX_LINES || isRecognised(block)) continue
    if (couldBeHeading(block.lines.map(lineText).join(' '))) sizes.short.add(halfPoints(sizeOf(block)))
  }
}

/** Marks the headings of a page (1-based) by the document's bookmarks and by letters larger or bolder than the body's; levels by size, largest first. */
export function recogniseHeadings(blocks: readonly PageBlock[], page: number, outline: Bookmarks, letters: LetterSizes): PageBlock[] {
  const body = bodySize(letters)
  const sizes = headingSizes(letters, body)
  return blocks.map((block): PageBlock => {
    if ((block.role !== 'paragraph' && block.role !== 'list') || block.lines.length > MAX_LINES) return block
    const text = block.lines.map(lineText).join(' ')
    const bookmarked = outline.get(bookmarkKey(page, text))
    if (bookmarked !== undefined) return { ...block, role: 'heading', level: bookmarked }
    const level = levelOf(block, text, body, sizes)
    return level === undefined ? block : { ...block, role: 'heading', level }
  })
}

/** Levels of bookmarks by page and folded title. */
export type Bookmarks = ReadonlyMap<string, number>

export function toBookmarks(outline: readonly OutlineEntry[]): Bookmarks {
  return new Map(outline.map((entry) => [bookmarkKey(entry.page, entry.title), entry.level]))
}

function bookmarkKey(page: number | undefined, title: string): string {
  return `${page ?? ''} ${fold(title)}`
}

function levelOf(block: PageBlock, text: string, body: number, sizes: readonly number[]): number | undefined {
  if (!couldBeHeading(text)) return undefined
  const size = sizeOf(block)
  const recognised = isRecognised(block)
  if (size >= body * (recognised ? LARGER_IN_OCR : LARGER)) {
    const rank = sizes.findIndex((other) => size >= other - 0.3)
    return Math.min(LEVELS, (rank === -1 ? sizes.length : rank) + 1)
  }
  if (recognised || size < body * 0.94 || text.length > MAX_BOLD_CHARACTERS || block.lines.length > 2) return undefined
  if (block.lines.every((line) => line.bold)) return Math.min(LEVELS + 1, sizes.length + 1)
  return undefined
}

/** Has letters, is short, and does not end like a sentence or an item in a sequence. */
function couldBeHeading(text: string): boolean {
  if (text.length > MAX_CHARACTERS || !/\p{L}{2}/u.test(text)) return false
  return !/[.;,]$/u.test(text) || /^(?:\p{N}+\.)+\s*\p{Lu}[^.]*\.$/u.test(text)
}

function isRecognised(block: PageBlock): boolean {
  return block.lines[0]?.words[0]?.confidence !== undefined
}

function sizeOf(block: PageBlock): number {
  return Math.max(...block.lines.map((line) => line.size))
}

/** The size that most characters of the document have. */
function bodySize({ characters }: LetterSizes): number {
  let best = 10
  let most = 0
  for (const [size, count] of characters) if (count > most) { best = size; most = count }
  return best
}

/** Sizes of headings in the document, largest first, nearby ones as one. */
function headingSizes({ short }: LetterSizes, body: number): number[] {
  const sizes: number[] = []
  for (const size of [...short].filter((candidate) => candidate >= body * LARGER).sort((a, b) => b - a)) if ((sizes.at(-1) ?? Infinity) - size > 0.6) sizes.push(size)
  return sizes.slice(0, LEVELS)
}

function halfPoints(size: number): number {
  return Math.round(size * 2) / 2
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
}
