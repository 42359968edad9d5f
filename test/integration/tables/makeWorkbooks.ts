import { utils, write, type BookType, type CellObject, type WorkSheet } from '@e965/xlsx'

type Cell = string | number | null | { readonly v: number; readonly z: string } | { readonly error: number }

/** A sheet from rows of plain values; numbers may bring their format. */
function sheetOf(rows: readonly (readonly Cell[])[], merges: readonly string[] = []): WorkSheet {
  const sheet: WorkSheet = { '!ref': `A1:${utils.encode_cell({ r: rows.length - 1, c: Math.max(...rows.map((row) => row.length)) - 1 })}` }
  rows.forEach((row, r) => row.forEach((cell, c) => {
    if (cell === null) return
    const made: CellObject = typeof cell === 'string' ? { t: 's', v: cell } : typeof cell === 'number' ? { t: 'n', v: cell } : 'error' in cell ? { t: 'e', v: cell.error } : { t: 'n', v: cell.v, z: cell.z }
    sheet[utils.encode_cell({ r, c })] = made
  }))
  if (merges.length > 0) sheet['!merges'] = merges.map((range) => utils.decode_range(range))
  return sheet
}

const usd = (v: number): Cell => ({ v, z: '"$"#,##0' })
const percent = (v: number): Cell => ({ v, z: '0%' })
const date = (serial: number): Cell => ({ v: serial, z: 'd mmm yyyy' })

/**
 * Orders under a title with a two-row header (merged), money shown without its cents, dates as numbers, an error, a total row; a second table below with
 * percentages; a hidden sheet that looks the same; a named cell.
 */
export function makeOrdersWorkbook(type: BookType = 'xlsx'): Uint8Array {
  const orders = sheetOf([
    ['Order', 'Place', null, 'Money', null, 'Date'],
    ['Number', 'Region', 'City', 'Amount', 'Discount', null],
    ['A-1', 'North', 'Oslo', usd(12000.5), percent(0.1), date(45296)],
    ['A-2', 'South', 'Rome', usd(9500.25), percent(0.05), date(45311)],
    ['A-3', 'North', 'Oslo', usd(700.5), percent(0), date(45333)],
    ['A-4', 'West', 'Cork', usd(20100), percent(0.2), date(45353)],
    ['A-5', 'South', 'Rome', { error: 42 }, percent(0.15), date(45366)],
    ['Total', null, null, usd(42301.25), null, null],
    [],
    ['Warehouse', 'Share of stock', 'Employees'],
    ['Bergen', percent(0.625), 14],
    ['Genoa', percent(0.125), 9],
    ['Limerick', percent(0.25), 21],
  ], ['B1:C1', 'D1:E1'])
  const hidden = sheetOf([['Number', 'Region', 'City', 'Amount'], ['Z-1', 'North', 'Oslo', 999999]])
  const book = utils.book_new()
  utils.book_append_sheet(book, orders, 'Orders')
  utils.book_append_sheet(book, hidden, 'Draft')
  book.Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: 1 }], Names: [{ Name: 'LargestOrder', Ref: 'Orders!$D$6' }] }
  return new Uint8Array(write(book, { type: 'array', bookType: type }) as ArrayBuffer)
}

/** Deliveries with decimal commas, as spreadsheets of other countries export them, and accounting style negatives. */
export const DELIVERIES_CSV = [
  'Delivery;Carrier;Weight (kg);Cost (EUR);Delivered', 'D1;Blue Line;1.250,50;€ 1.000,10;05.01.2024', 'D2;Hansa;75,25;€ 20,20;17.01.2024', 'D3;Blue Line;;€ 5,70;02.02.2024',
  'D4;Nordic;10.000,00;(€ 3,00);28.02.2024', 'D5;Hansa;24,75;n/a;01.03.2024',
].join('\n')

export function makeStaffSheet(): Uint8Array {
  const book = utils.book_new()
  utils.book_append_sheet(book, sheetOf([
    ['Employee', 'Department', 'Salary', 'Hired'], ['Ada Berg', 'Design', 5200, 2019], ['Bo Lind', 'Sales', 4100, 2021], ['Cy Moor', 'Design', 6100, 2015], ['Di Voss', 'Support', 3900, 2021], ['Ed Wolf', 'Sales', 4700, 2018],
  ]), 'Staff')
  return new Uint8Array(write(book, { type: 'array', bookType: 'ods' }) as ArrayBuffer)
}
