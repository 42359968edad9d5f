import { describe, expect, it } from 'vitest'
import { composeSheet, SheetStream } from '../../../src-main/core/reading/composeSheet.ts'
import { countHeaderRows, findTables, type SheetRow } from '../../../src-main/core/reading/findTables.ts'
import { unpackRows } from '../../../src-main/core/reading/packRows.ts'
import { narrowAnchor } from '../../../src-shared/domain/narrowAnchor.ts'

const grid = (rows: readonly (readonly string[])[], first = 1): SheetRow[] => rows.map((cells, index) => ({ row: first + index, cells }))

describe('tables in a sheet', () => {
  it('parts tables at blank rows and at blank columns', () => {
    const rows = grid([['a', 'b', '', 'x', 'y'], ['1', '2', '', '3', '4'], [], ['c', 'd'], ['5', '6']])
    expect(findTables(rows).map((table) => [table.left, table.rows.length, table.headerRows])).toEqual([[1, 2, 1], [4, 2, 1], [1, 2, 1]])
  })
  it('takes a line above a wider table for its title', () => {
    const tables = findTables(grid([['Sales by region'], ['Region', 'Sales'], ['North', '5']]))
    expect(tables.map((table) => table.isTitle)).toEqual([true, false])
    expect(tables[1]).toMatchObject({ title: 'Sales by region', headerRows: 1 })
  })
  it('lets rows after a blank row go on with the header above them', () => {
    const tables = findTables([...grid([['Region', 'Sales'], ['North', '5']]), ...grid([['7', '8'], ['9', '6']], 4)])
    expect(tables[1]?.inheritedHeader).toBe('Region | Sales')
  })
  it('takes years as names of columns, not as values', () => {
    expect(countHeaderRows(grid([['', '2019', '2020'], ['North', '5', '6']]))).toBe(1)
  })
  it('finds no header over rows that are all values', () => {
    expect(countHeaderRows(grid([['1', '2'], ['3', '4']]))).toBe(0)
  })
})

describe('a sheet as units', () => {
  it('opens a quote inside a row at exactly its cells', () => {
    const [unit] = composeSheet({ name: 'Data', rows: grid([['Name', 'City', 'Age'], ['Ada', 'London', '36']]) }, 1)
    if (unit === undefined) throw new Error('a unit was expected')
    const at = (quote: string): unknown => {
      const start = unit.text.indexOf(quote)
      return narrowAnchor(unit, start, start + quote.length)
    }
    expect(at('London')).toMatchObject({ kind: 'cells', sheet: 'Data', range: 'B2' })
    expect(at('London | 36')).toMatchObject({ range: 'B2:C2' })
    expect(at('Age\nAda')).toMatchObject({ range: 'A1:C2' })
  })
  it('keeps columns countable under a header when a row starts with blanks', () => {
    const [unit] = composeSheet({ name: 'S', rows: grid([['Region', 'Quarter', 'Sales'], ['North', 'Q1', '5'], ['', 'Q2', '6']]) }, 1)
    expect(unit?.text.split('\n').at(-1)).toBe('| Q2 | 6')
    expect(unit?.segments.at(-1)?.place).toMatchObject({ range: 'B3:C3', columnStarts: [2, 7] })
  })
  it('marks a hidden sheet in its label and in the role of its rows', () => {
    const [unit] = composeSheet({ name: 'S', isHidden: true, rows: grid([['a', 'b'], ['1', '2']]) }, 1)
    expect(unit?.label).toBe('S (hidden)')
    expect(unit?.segments.every((segment) => segment.role === 'hidden')).toBe(true)
  })
  it('reports an empty sheet', () => {
    expect(composeSheet({ name: 'Blank', rows: [] }, 3)).toMatchObject([{ unit: 3, source: 'empty', label: 'Blank' }])
  })
  it('cuts a long sheet into units that name their rows, each row with the header', () => {
    const rows = grid([['id', 'value'], ...Array.from({ length: 4_500 }, (_, index) => [String(index), 'x'])])
    const units = composeSheet({ name: 'Long', rows }, 1)
    expect(units.map((unit) => unit.label)).toEqual(['Long, rows 1–2000', 'Long, rows 2001–4000', 'Long, rows 4001–4501'])
    expect(units[2]?.segments.every((segment) => segment.tableHeader === 'id | value')).toBe(true)
  })
  it('streams rows to the same text as a whole sheet gives', () => {
    const rows = grid([['id', 'value'], ...Array.from({ length: 7_000 }, (_, index) => [String(index), 'x'])])
    const stream = new SheetStream({ name: 'Long' })
    for (const row of rows) stream.push(row)
    expect(stream.finish().map((unit) => unit.text).join('\n')).toBe(composeSheet({ name: 'Long', rows }, 1).map((unit) => unit.text).join('\n'))
  })
  it('ends even when every row is larger than a unit', () => {
    const stream = new SheetStream({ name: 'Wide' })
    for (let row = 1; row <= 5_010; row++) stream.push({ row, cells: ['x'.repeat(1_000)] })
    expect(stream.finish().flatMap((unit) => unpackRows(unit).segments)).toHaveLength(5_010)
  })
})
