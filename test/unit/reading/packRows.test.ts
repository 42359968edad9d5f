import { expect, it } from 'vitest'
import type { SheetRow } from '../../../src-main/core/reading/findTables.ts'
import { composeSheet, SheetStream } from '../../../src-main/core/reading/composeSheet.ts'
import { packRows, unpackRows } from '../../../src-main/core/reading/packRows.ts'

const row = (number: number, ...cells: string[]): SheetRow => ({ row: number, cells })

it('rows of any shape give the segments back that they had', () => {
  const rows = [row(1, 'Name', 'Amount', 'Note'), row(2, 'Ann', '12', 'x'), { ...row(3, '', '7', ''), raw: [undefined, 7.25] }, row(5, '', '', 'late'), row(6, 'Bob', '', 'y'), row(9, 'Cy')]
  const [unit] = composeSheet({ name: 's', rows: rows.map((each, index) => ({ ...each, row: index + 1 })) }, 1)
  if (unit === undefined) throw new Error('no unit')
  const { role, block, tableHeader } = unit.segments[0] ?? {}
  const packed = packRows(rows.map((each, index) => ({ ...each, row: index + 1 })), { left: 1, role: role ?? 'table', block: block ?? 1, ...(tableHeader === undefined ? {} : { tableHeader }) })
  expect(packed?.runs).toEqual([[1, 6]])
  expect(unpackRows({ ...unit, segments: [], ...(packed === undefined ? {} : { packed }) }).segments).toEqual(unit.segments)
})

it('a cell with a separator in it is not packed: its columns could not be told apart again', () => {
  expect(packRows([row(1, 'a | b', 'c')], { left: 1, role: 'table', block: 1, tableHeader: 'h' })).toBeUndefined()
  expect(packRows([row(1, '', 'c')], { left: 1, role: 'table', block: 1 })).toBeUndefined()
})

it('a long stream of rows keeps no segments, says its rows, and marks what is only sampled', () => {
  const stream = new SheetStream({ name: 'big' })
  stream.push(row(1, 'Id', 'Amount'))
  for (let number = 2; number <= 25_000; number++) stream.push(row(number, `A-${number}`, String(number)))
  const units = stream.finish()
  expect(units.every(({ segments }) => segments.length === 0)).toBe(true)
  expect(units.at(-1)?.label).toBe('big, rows 24001–25000')
  expect(units.filter(({ isSampled }) => isSampled !== true).map(({ unit }) => unit)).toEqual([1, 2])
  const last = units.at(-1)
  if (last === undefined) throw new Error('no units')
  expect(unpackRows(last).segments.at(-1)).toMatchObject({ tableHeader: 'Id | Amount', place: { range: 'A25000:B25000', columnStarts: [0, 10] } })
})

it('a huge sheet of a workbook keeps its comments and the values behind its cells', () => {
  const rows = [row(1, 'Id', 'Amount'), ...Array.from({ length: 21_000 }, (_, index): SheetRow => ({ row: index + 2, cells: [`A-${index}`, '$1'], raw: [undefined, 1.25] }))]
  const units = composeSheet({ name: 'big', rows, notes: [{ cell: 'B7', text: 'checked' }] }, 3)
  expect(units[0]?.unit).toBe(3)
  expect(units.at(-1)?.text).toBe('checked')
  const [first] = units
  if (first === undefined) throw new Error('no units')
  expect(unpackRows(first, 3).segments.map(({ place }) => place)).toMatchObject([{ range: 'A1:B1' }, { range: 'A2:B2', raw: [null, 1.25] }, { range: 'A3:B3' }])
})

it('a huge hidden sheet is packed like any other, and stays hidden', () => {
  const rows = [row(1, 'Id', 'Amount'), ...Array.from({ length: 21_000 }, (_, index): SheetRow => row(index + 2, `A-${index}`, '5'))]
  const [first] = composeSheet({ name: 'drafts', isHidden: true, rows }, 1)
  expect(first).toMatchObject({ label: 'drafts (hidden), rows 1–2000', segments: [], packed: { role: 'hidden' } })
})
