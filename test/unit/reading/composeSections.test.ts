import { describe, expect, it } from 'vitest'
import type { Block } from '../../../src-main/core/reading/block.ts'
import { composeSections } from '../../../src-main/core/reading/composeSections.ts'
import { narrowAnchor } from '../../../src-shared/domain/narrowAnchor.ts'

const heading = (text: string, level: number): Block => ({ kind: 'text', role: 'heading', text, level })
const paragraph = (text: string): Block => ({ kind: 'text', role: 'paragraph', text })
const long = (word: string): Block => paragraph(`${word} text `.repeat(400))

describe('sections of a flowing document', () => {
  it('gives each top-level heading its own unit and leaves a lone title with the first', () => {
    const units = composeSections([heading('Report', 1), heading('Scope', 2), long('scope'), heading('Terms', 2), long('terms')])
    expect(units.map((unit) => unit.label)).toEqual(['Report … Scope', 'Terms'])
  })
  it('reads sections of a sentence together, because chunks never cross units', () => {
    const units = composeSections([heading('One', 1), paragraph('A.'), heading('Two', 1), paragraph('B.')])
    expect(units).toHaveLength(1)
    expect(units[0]?.text).toBe('One\n\nA.\n\nTwo\n\nB.')
  })
  it('carries the heading path to every segment, across units', () => {
    const units = composeSections([heading('Top', 1), heading('Inner', 2), long('x'), heading('Other', 2), long('y')])
    expect(units[1]?.segments.at(-1)?.headings).toEqual(['Top', 'Other'])
  })
  it('counts paragraphs over the whole document, so that an anchor names one place', () => {
    const units = composeSections([heading('A', 1), long('a'), heading('B', 1), long('b')])
    const unit = units[1]
    if (unit === undefined) throw new Error('two units were expected')
    expect(narrowAnchor(unit, unit.text.length - 5, unit.text.length)).toMatchObject({ kind: 'section', headings: ['B'], paragraph: 4 })
  })
  it('repeats a table\'s header on each of its rows for search, and stores each row once', () => {
    const [unit] = composeSections([{ kind: 'table', headerRows: 1, rows: [['Name', 'Age'], ['Ada', '36'], ['', '37']] }])
    expect(unit?.text).toBe('Name | Age\nAda | 36\n| 37')
    expect(unit?.segments.every((segment) => segment.tableHeader === 'Name | Age')).toBe(true)
  })
  it('keeps items of one list in one block', () => {
    const item = (text: string): Block => ({ kind: 'text', role: 'list', text })
    const [unit] = composeSections([paragraph('Before'), item('• a'), item('• b'), paragraph('After')])
    expect(unit?.segments.map((segment) => segment.block)).toEqual([1, 2, 2, 3])
  })
  it('reports an empty document as one empty unit with the reason', () => {
    expect(composeSections([paragraph('  ')])).toMatchObject([{ source: 'empty', text: '', note: expect.stringContaining('no text') as string }])
  })
  it('cuts a text without headings when it grows beyond what a viewer opens', () => {
    const units = composeSections(Array.from({ length: 300 }, () => long('word')))
    expect(units.length).toBeGreaterThan(3)
    expect(Math.max(...units.map((unit) => unit.text.length))).toBeLessThan(130_000)
  })
})
