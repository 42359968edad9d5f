import type { ParsedUnit, Place, Table } from '../../../src-shared/domain/unit.ts'
import type { Block, TableBlock, TextBlock } from './block.ts'
import { normaliseLine, normaliseText } from './normaliseText.ts'
import { normaliseRow, rowText, tableHeaderText } from './tableText.ts'
import { UnitText } from './UnitText.ts'

// Below about a passage of text (200 words) a section is read together with the next one: chunks never cross units, and a
// unit of one sentence makes a chunk that nothing finds.
const MIN_SECTION_CHARS = 1_200
// Above this a unit is cut at the next paragraph, so that one unit never costs a viewer or a reader megabytes.
const MAX_SECTION_CHARS = 120_000

interface Section {
  readonly blocks: Block[]
  chars: number
  readonly titles: string[]
}

export interface ComposeOptions {
  /** Label of the only unit of a document without headings, and of text before the first heading. */
  readonly label?: string
  /** Numbering goes on from here in documents of several parts (EPUB chapters). */
  readonly firstUnit?: number
  readonly firstParagraph?: number
}

/**
 * Cuts a flow of blocks into units of kind `section`, one for each top-level heading (the outermost level that occurs at
 * least twice; short neighbours together), with a segment for each paragraph, list item and table row. Always at least one
 * unit: an empty document is an `empty` unit with a note.
 */
export function composeSections(blocks: readonly Block[], options: ComposeOptions = {}): ParsedUnit[] {
  const clean = blocks.map(normaliseBlock).filter((block) => block.kind === 'table' ? block.rows.some((row) => rowText(row) !== '') : block.text !== '')
  const firstUnit = options.firstUnit ?? 1
  const writer = new SectionWriter(options.firstParagraph ?? 1)
  const sections = cutAtHeadings(clean)
  if (sections.length === 0) {
    return [{ unit: firstUnit, kind: 'section', label: options.label ?? 'section 1', source: 'empty', text: '', segments: [], note: 'There is no text in it.' }]
  }
  return sections.map((section, index) => writer.write(section, firstUnit + index, sectionLabel(section, index, options.label)))
}

function sectionLabel(section: Section, index: number, fallback: string | undefined): string {
  const first = section.titles[0]
  const last = section.titles.at(-1)
  if (first === undefined) return index === 0 && fallback !== undefined ? fallback : `section ${index + 1}`
  return section.titles.length > 1 && last !== undefined && last !== first ? `${shorten(first)} … ${shorten(last)}` : shorten(first)
}

function shorten(title: string): string {
  return title.length <= 80 ? title : `${title.slice(0, 79).trimEnd()}…`
}

function normaliseBlock(block: Block): Block {
  if (block.kind === 'table') return { ...block, rows: block.rows.map(normaliseRow) }
  const text = block.role === 'code'
    ? normaliseText(block.text).replace(/^\n+|\s+$/g, '')
    : normaliseText(block.text).split('\n').map((line) => line.replace(/[ \t]+/g, ' ').trim()).join('\n').replace(/\n{2,}/g, '\n').trim()
  return { ...block, text: block.role === 'heading' ? normaliseLine(text) : text }
}

function cutAtHeadings(blocks: readonly Block[]): Section[] {
  const level = splitLevel(blocks)
  const sections: Section[] = []
  let current: Section | undefined
  for (const block of blocks) {
    const title = isHeading(block) && (block.level ?? 1) <= level ? block.text : undefined
    const full = current !== undefined && current.chars >= (title === undefined ? MAX_SECTION_CHARS : MIN_SECTION_CHARS)
    if (current === undefined || full) sections.push(current = { blocks: [], chars: 0, titles: [] })
    if (title !== undefined) current.titles.push(title)
    current.blocks.push(block)
    current.chars += block.kind === 'table' ? block.rows.reduce((sum, row) => sum + rowText(row).length, 0) : block.text.length
  }
  return sections
}

function isHeading(block: Block): block is TextBlock {
  return block.kind === 'text' && block.role === 'heading'
}

/** The outermost heading level that occurs at least twice; a single title above it does not count as a section of its own. */
function splitLevel(blocks: readonly Block[]): number {
  const counts = new Map<number, number>()
  for (const block of blocks) if (isHeading(block)) counts.set(block.level ?? 1, (counts.get(block.level ?? 1) ?? 0) + 1)
  const repeated = [...counts].filter(([, count]) => count > 1).map(([level]) => level)
  return repeated.length > 0 ? Math.min(...repeated) : Math.min(...counts.keys())
}

/** Carries the heading path and the paragraph number from one section to the next. */
class SectionWriter {
  #paragraph: number
  #path: { readonly level: number; readonly text: string }[] = []

  constructor(firstParagraph: number) { this.#paragraph = firstParagraph }

  write(section: Section, unit: number, label: string): ParsedUnit {
    const text = new UnitText()
    const tables: Table[] = []
    let number = 0
    let previous: Block | undefined
    for (const block of section.blocks) {
      // Items of one list belong together; everything else is a block of its own.
      const sameList = block.kind === 'text' && block.role === 'list' && previous?.kind === 'text' && previous.role === 'list'
      if (!sameList) number++
      if (block.kind === 'table') {
        tables.push({ rows: block.rows, headerRows: block.headerRows })
        this.#writeTable(text, block, number)
      } else this.#writeText(text, block, number, sameList ? '\n' : '\n\n')
      previous = block
    }
    return {
      unit, kind: 'section', label, source: text.length === 0 ? 'empty' : 'text', text: text.toString(), segments: text.segments,
      ...(tables.length === 0 ? {} : { tables }),
    }
  }

  #writeText(text: UnitText, block: TextBlock, number: number, separator: string): void {
    if (isHeading(block)) {
      const level = block.level ?? 1
      this.#path = [...this.#path.filter((heading) => heading.level < level), { level, text: block.text }]
    }
    text.add(block.text, { role: block.role, block: number, place: this.#place(), ...this.#headings() }, separator)
  }

  #writeTable(text: UnitText, block: TableBlock, number: number): void {
    const tableHeader = tableHeaderText(block.rows, block.headerRows)
    let separator = '\n\n'
    for (const row of block.rows) {
      const line = rowText(row)
      if (line === '') continue
      text.add(line, { role: 'table', block: number, place: this.#place(), ...this.#headings(), ...(tableHeader === undefined ? {} : { tableHeader }) }, separator)
      separator = '\n'
    }
  }

  #place(): Place { return { kind: 'section', paragraph: this.#paragraph++ } }

  #headings(): { headings?: readonly string[] } {
    return this.#path.length === 0 ? {} : { headings: this.#path.map((heading) => heading.text) }
  }
}
