import type { Segment, SegmentRole, Table, WordPlace } from '../../../src-shared/domain/unit.ts'
import { unionBox } from './boxes.ts'
import { headerText } from './continueTables.ts'
import { lineText, type TextLine } from './groupLines.ts'
import { normaliseWord } from './normaliseWord.ts'
import { tableRows, type PageBlock } from './PageBlock.ts'
import type { PageWord } from './PageContent.ts'

export interface ComposedText {
  readonly text: string
  readonly segments: Segment[]
  readonly tables: Table[]
}

export interface ComposeOptions {
  readonly kind: 'page' | 'image'
  /** Headings in force when the page begins, outermost first; entries hold the level that they have. */
  readonly headings: HeadingPath
}

export interface HeadingEntry {
  /** 1 is the outermost. */
  readonly level: number
  readonly text: string
}

/** The path of headings, carried from page to page. */
export class HeadingPath {
  readonly #entries: HeadingEntry[]

  constructor(entries: readonly HeadingEntry[] = []) {
    this.#entries = [...entries]
  }

  get entries(): readonly HeadingEntry[] {
    return [...this.#entries]
  }

  enter(level: number, text: string): void {
    while ((this.#entries.at(-1)?.level ?? 0) >= level) this.#entries.pop()
    this.#entries.push({ level, text })
  }

  get path(): readonly string[] {
    return this.#entries.map((entry) => entry.text)
  }
}

/**
 * The stored text of a page: lines of a paragraph joined by a space (a word that is divided at the line's end is joined), items of a
 * list and rows of a table on lines of their own, blocks parted by an empty line. One segment a line or table row.
 */
export function composeUnit(blocks: readonly PageBlock[], options: ComposeOptions): ComposedText {
  const composer = new Composer(options)
  blocks.forEach((block, index) => { composer.add(block, index) })
  return composer.finish()
}

class Composer {
  readonly #options: ComposeOptions
  readonly #segments: Segment[] = []
  readonly #tables: Table[] = []
  #text = ''
  #lastRole: SegmentRole | undefined

  constructor(options: ComposeOptions) {
    this.#options = options
  }

  add(block: PageBlock, number: number): void {
    if (this.#text !== '') this.#text += block.role === 'list' && this.#lastRole === 'list' ? '\n' : '\n\n'
    this.#lastRole = block.role
    if (block.role === 'heading') this.#options.headings.enter(block.level ?? 1, block.lines.map(lineText).join(' '))
    if (block.table !== undefined) this.#addTable(block, number)
    else this.#addLines(block, number)
  }

  finish(): ComposedText {
    return { text: this.#text, segments: this.#segments, tables: this.#tables }
  }

  #addLines(block: PageBlock, number: number): void {
    block.lines.forEach((line, index) => {
      if (index > 0 && !this.#joinHyphen(line)) this.#text += ' '
      this.#addSegment(line, [line.words], block, number)
    })
  }

  /** A hyphen between a letter and a small letter on the next line divides one word: both parts are joined without it. */
  #joinHyphen(next: TextLine): boolean {
    const first = next.words[0]?.text ?? ''
    if (!/^\p{Ll}/u.test(first) || !/\p{L}[-‐\u00AD]$/u.test(this.#text)) return false
    const last = this.#segments.at(-1)
    if (last === undefined || last.place.kind !== this.#options.kind) return false
    const place = last.place as Extract<Segment['place'], { kind: 'page' | 'image' }>
    this.#text = this.#text.slice(0, -1)
    const words = place.words?.map((word, index, all): WordPlace => (index === all.length - 1 ? [word[0], word[1] - 1, word[2], word[3], word[4], word[5]] : word))
    this.#segments[this.#segments.length - 1] = { ...last, charEnd: last.charEnd - 1, place: { ...place, ...(words === undefined ? {} : { words }) } }
    return true
  }

  #addTable(block: PageBlock, number: number): void {
    const { table } = block
    if (table === undefined) return
    const rows = tableRows(table)
    const header = table.continuedHeader ?? headerText(table)
    this.#tables.push({
      rows, box: rounded(block.toPage(table.box)),
      ...(table.headerRows > 0 ? { headerRows: table.headerRows } : {}), ...(table.continues === true ? { continues: true as const } : {}),
    })
    let first = true
    table.rows.forEach((row, index) => {
      const cells = Array.from({ length: table.columns }, (_, column): readonly PageWord[] => row.find((cell) => cell.column === column)?.words ?? [])
      const words = cells.flat()
      if (words.length === 0) return
      if (!first) this.#text += '\n'
      first = false
      this.#addSegment({ box: unionBox(words.map((word) => word.box)) }, cells, block, number, index >= table.headerRows ? header : '')
    })
  }

  #addSegment(line: Pick<TextLine, 'box'>, cells: readonly (readonly PageWord[])[], block: PageBlock, number: number, tableHeader = ''): void {
    const { kind, headings } = this.#options
    const charStart = this.#text.length
    const words: WordPlace[] = []
    let confidence = 0
    let recognised = 0
    cells.forEach((cell, cellIndex) => {
      if (cellIndex > 0) this.#text += ' | '
      cell.forEach((word, index) => {
        if (index > 0) this.#text += ' '
        const start = this.#text.length
        this.#text += normaliseWord(word.text)
        words.push([start, this.#text.length, ...rounded(block.toPage(word.box))])
        if (word.confidence !== undefined) { confidence += word.confidence; recognised += 1 }
      })
    })
    const box = rounded(block.toPage(line.box))
    const path = headings.path
    this.#segments.push({
      charStart, charEnd: this.#text.length, role: block.role, block: number,
      ...(path.length > 0 ? { headings: path } : {}),
      place: { kind, box, words, ...(recognised > 0 ? { confidence: round(confidence / recognised) } : {}) },
      ...(tableHeader === '' ? {} : { tableHeader }),
    })
  }
}

// A hundredth of a point is finer than any screen shows, and keeps stored places small.
function round(value: number): number {
  return Math.round(value * 100) / 100
}

function rounded(box: readonly [number, number, number, number]): [number, number, number, number] {
  return [round(box[0]), round(box[1]), round(box[2]), round(box[3])]
}
