import { describe, expect, it } from 'vitest'
import { parseDate } from '../../src-main/core/tabular/parseDate.ts'
import { decimalSignOf, parseNumber } from '../../src-main/core/tabular/parseNumber.ts'
import { findConditions } from '../../src-main/core/tabular/findConditions.ts'
import { groupDigits } from '../../src-main/core/tabular/showValue.ts'
import { profileTables } from '../../src-main/core/tabular/profileTables.ts'
import { composeSheet } from '../../src-main/core/reading/composeSheet.ts'

describe('cells as figures', () => {
  it.each([
    ['$1,234.50', '.', '1234.50'], ['(1,200)', '.', '-1200'], ['€ -3.5', '.', '-3.5'], ['−12', '.', '-12'], ['12.5%', '.', '12.5'], ['1 234', '.', '1234'], ['85[2]', '.', '85'], ['1.5e3', '.', '1.5e3'],
    ['1.234,50', ',', '1234.50'], ['€ 1.000', ',', '1000'], ['75,25', ',', '75.25'],
  ] as const)('%s (%s) is %s', (cell, sign, text) => expect(parseNumber(cell, sign)?.text).toBe(text))

  // Codes, ranges, dates and half-numbers must not be added up.
  it.each(['007', '1-2', '12 m', '1,23,4', '2024-01-05', '1:30', 'A1', '', '1st', '12.5.1'])('%s is none', (cell) => expect(parseNumber(cell, '.')).toBeNull())

  it('tells the decimal sign only where it shows', () => {
    expect(['1.234,5', '12,50', '1,234.5', '12.5', '1,234', '1.234', '12'].map(decimalSignOf)).toEqual([',', ',', '.', '.', null, null, null])
  })

  it('reads dates, and day and month only where their order is known', () => {
    expect([parseDate('3 May 2024', undefined), parseDate('May 3, 2024', undefined), parseDate('2024-05-03T10:00', undefined), parseDate('03.05.2024', undefined), parseDate('03/05/2024', 'monthFirst'), parseDate('13/05/2024', undefined)])
      .toEqual(['2024-05-03', '2024-05-03', '2024-05-03', '2024-05-03', '2024-03-05', '2024-05-13'])
    expect([parseDate('03/05/2024', undefined), parseDate('31 February 2024', undefined), parseDate('2024', undefined)]).toEqual([null, null, null])
  })

  it('writes figures in full and rounds floating point, not decimals', () => {
    expect([groupDigits('1234567.50', 2), groupDigits('0.30000000000000004', 4), groupDigits('-1000', 0), groupDigits('12345678901234567890.12', 2)]).toEqual(['1,234,567.5', '0.3', '-1,000', '12,345,678,901,234,567,890.12'])
  })
})

describe('conditions in a question', () => {
  const test = (question: string) => findConditions(question)[0]?.test
  it('reads comparisons, scales, periods', () => {
    expect(test('orders over 10,000')).toMatchObject({ kind: 'number', comparison: '>', value: 10000 })
    expect(test('at least $2.5 million')).toMatchObject({ comparison: '>=', value: 2_500_000, unit: '$' })
    expect(test('higher than 200m')).toMatchObject({ value: 200 })
    expect(test('between 5 and 10 percent')).toMatchObject({ kind: 'range', low: 5, high: 10, unit: '%' })
    expect(test('in q2 2024')).toMatchObject({ kind: 'period', low: '2024-04-01', high: '2024-06-30' })
    expect(test('after march 2024')).toMatchObject({ low: '2024-04-01', high: undefined })
    expect(test('before 5 may 2024')).toMatchObject({ low: undefined, high: '2024-05-04' })
    expect(test('from 2019 to 2021')).toMatchObject({ low: '2019-01-01', high: '2021-12-31', isYear: true })
    expect(test('in the 1980s')).toMatchObject({ low: '1980-01-01', high: '1989-12-31' })
  })
})

describe('total rows', () => {
  const profile = (rows: readonly (readonly string[])[]) => profileTables(composeSheet({ name: 's', rows: rows.map((cells, index) => ({ row: index + 1, cells })) }, 1))[0]?.profile
  const header = ['Company', 'Sales', 'Staff']

  it('are left out at the end, between sections, and when only their figures tell', () => {
    expect(profile([header, ['Acme', '10', '1'], ['Bolt', '20', '2'], ['Subtotal', '30', '3'], ['Cato', '5', '4'], ['Grand total', '35', '7']])).toMatchObject({ rows: 3, totalRows: [4, 6] })
    expect(profile([header, ['A', '10', '1'], ['B', '20', '2'], ['C', '5', '4'], ['D', '7', '8'], ['Whole group', '42', '15']])).toMatchObject({ rows: 4, totalRows: [6] })
  })

  it('are not taken from a company called Total', () => {
    expect(profile([header, ['Acme', '10', '1'], ['Total', '99', '3'], ['Bolt', '20', '2']])).toMatchObject({ rows: 3, totalRows: [] })
  })
})
