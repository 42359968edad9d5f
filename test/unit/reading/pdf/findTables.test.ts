import { describe, expect, test } from 'vitest'
import { tableRows } from '../../../../src-main/core/reading/PageBlock.ts'
import type { PageWord, Rule } from '../../../../src-main/core/reading/PageContent.ts'
import { findTables } from '../../../../src-main/core/reading/tables/findTables.ts'
import { line } from './pageWords.ts'

function rowsOf(words: readonly PageWord[], rules: readonly Rule[] = []): readonly (readonly string[])[][] {
  return findTables(words, rules).map((found) => [...tableRows(found.table)])
}

function cells(rows: readonly (readonly string[])[], xs: readonly number[], y: number, step = 14): PageWord[] {
  return rows.flatMap((row, index) => row.flatMap((text, column) => (text === '' ? [] : line(text, xs[column] ?? 0, y + index * step))))
}

describe('tables', () => {
  test('columns that stand under one another without any line are a table', () => {
    const rows = [['', '2023', '2022'], ['Revenue', '1,200', '1,100'], ['Costs', '800', '700'], ['Profit', '400', '400']]
    expect(rowsOf(cells(rows, [50, 200, 300], 100))).toEqual([rows])
  })

  test('a currency sign at the left edge of its column belongs to its number', () => {
    const words = [...cells([['Revenue', '', '1,200'], ['Costs', '', '800'], ['Profit', '', '400']], [50, 0, 240], 100), ...line('$', 200, 100), ...line('$', 200, 128)]
    expect(rowsOf(words)).toEqual([[['Revenue', '$ 1,200'], ['Costs', '800'], ['Profit', '$ 400']]])
  })

  test('a label that goes on in a second line carries the numbers of that line', () => {
    const rows = [['Sales', '10', '20'], ['Adjustment for losses', '', ''], ['realised in net income', '30', '40'], ['Total', '40', '60']]
    expect(rowsOf(cells(rows, [50, 250, 320], 100))[0]?.[1]).toEqual(['Adjustment for losses realised in net income', '30', '40'])
  })

  test('drawn lines make cells of running text; a side that is not drawn merges two', () => {
    const words = [...line('Both columns', 60, 112), ...line('first cell with', 60, 134), ...line('two lines', 60, 146), ...line('second', 210, 134), ...line('third', 60, 170), ...line('fourth', 210, 170)]
    const horizontal = [100, 120, 155, 180].map((at): Rule => ({ horizontal: true, at, from: 50, to: 350 }))
    const vertical: Rule[] = [{ horizontal: false, at: 50, from: 100, to: 180 }, { horizontal: false, at: 200, from: 120, to: 180 }, { horizontal: false, at: 350, from: 100, to: 180 }]
    expect(rowsOf(words, [...horizontal, ...vertical])).toEqual([[['Both columns', ''], ['first cell with two lines', 'second'], ['third', 'fourth']]])
  })

  test('two columns of running text are no table', () => {
    const text = ['the committee has taken note of all', 'the reports that were given to it in', 'the course of the year and thanks the', 'members of the board for their work']
    expect(rowsOf(cells(text.map((left) => [left, left]), [50, 320], 100, 12))).toEqual([])
  })

  test('a list with bullets is no table', () => {
    expect(rowsOf(cells([['•', 'first of the items'], ['•', 'second of the items'], ['•', 'third of the items'], ['•', 'fourth']], [50, 70], 100))).toEqual([])
  })

  test('the labels of a chart axis are no table', () => {
    const rows = ['50%', '40%', '30%', '20%', '10%', '0%'].map((label, index) => [label, index % 3 === 0 ? 'Series' : '', ''])
    expect(rowsOf(cells(rows, [50, 200, 400], 100, 20))).toEqual([])
  })
})
