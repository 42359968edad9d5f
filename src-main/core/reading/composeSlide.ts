import type { ParsedUnit, Place, Table } from '../../../src-shared/domain/unit.ts'
import type { Block } from './block.ts'
import { normaliseLine, normaliseText } from './normaliseText.ts'
import { normaliseRow, rowText, tableHeaderText } from './tableText.ts'
import { UnitText } from './UnitText.ts'

/** A shape of a slide with its paragraphs or table; what belongs together on the slide stays one block. */
export interface SlideShape {
  readonly name?: string
  readonly blocks: readonly Block[]
}

export interface Slide {
  /** 1-based, as the presentation counts. */
  readonly number: number
  readonly isHidden: boolean
  readonly shapes: readonly SlideShape[]
}

/** A slide as one unit: its title is the heading of all else; an empty slide is an `empty` unit. */
export function composeSlide(slide: Slide): ParsedUnit {
  const text = new UnitText()
  const tables: Table[] = []
  let headings: readonly string[] = []
  let number = 0
  for (const shape of slide.shapes) {
    number++
    const place: Place = { kind: 'slide', ...(shape.name === undefined ? {} : { shape: shape.name }) }
    let separator = '\n\n'
    for (const block of shape.blocks) {
      if (block.kind === 'text') {
        const isHeading = block.role === 'heading'
        const line = isHeading ? normaliseLine(block.text) : normaliseText(block.text).split('\n').map((part) => part.replace(/[ \t]+/g, ' ').trim()).filter((part) => part !== '').join('\n')
        if (line === '') continue
        if (isHeading) headings = [line]
        text.add(line, { role: block.role, block: number, place, ...(headings.length === 0 ? {} : { headings }) }, separator)
      } else {
        const rows = block.rows.map(normaliseRow)
        const tableHeader = tableHeaderText(rows, block.headerRows)
        tables.push({ rows, headerRows: block.headerRows })
        for (const row of rows) {
          text.add(rowText(row), { role: 'table', block: number, place, ...(headings.length === 0 ? {} : { headings }), ...(tableHeader === undefined ? {} : { tableHeader }) }, separator)
          separator = '\n'
        }
      }
      separator = '\n'
    }
  }
  const isEmpty = text.length === 0
  return {
    unit: slide.number, kind: 'slide', label: `slide ${slide.number}${slide.isHidden ? ' (hidden)' : ''}`, source: isEmpty ? 'empty' : 'text',
    text: text.toString(), segments: text.segments, facts: { slide: slide.number },
    ...(tables.length === 0 ? {} : { tables }), ...(isEmpty ? { note: 'There is no text on this slide.' } : {}),
  }
}
