import { describe, expect, it } from 'vitest'
import { parseDate } from '../../src-main/core/tabular/parseDate.ts'
import { decimalSignOf, parseNumber } from '../../src-main/core/tabular/parseNumber.ts'
import { findConditions } from '../../src-main/core/tabular/findConditions.ts'
import { groupDigits } from '../../src-main/core/tabular/showValue.ts'
import { profileTables } from '../../src-main/core/tabular/profileTables.ts'
import { planQuestion } from '../../src-main/core/tabular/planQuestion.ts'
import { TableIndex } from '../../src-main/core/tabular/TableIndex.ts'
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

describe('periods that are cells', () => {
  const planOf = (question: string, rows: readonly (readonly string[])[]) => {
    const profile = profileTables(composeSheet({ name: 's', rows: rows.map((cells, index) => ({ row: index + 1, cells })) }, 1))[0]?.profile
    if (profile === undefined) throw new Error('no table')
    const planned = planQuestion(question, new TableIndex(profile), new Set())
    return planned.kind === 'plan' ? planned.plan : planned.reason
  }
  const named = (name: string) => expect.objectContaining({ name }) as unknown
  const isQ2 = { kind: 'in', column: named('Quarter'), values: ['Q2 2025'] }
  const sales = [['Region', 'Quarter', 'Product', 'Revenue', 'Units'], ['North', 'Q1 2025', 'Pump', '12500', '40'], ['North', 'Q2 2025', 'Pump', '14100', '44'], ['South', 'Q1 2025', 'Valve', '9800', '71'], ['South', 'Q2 2025', 'Valve', '15900', '90']]

  it('choose the rows of a highest, a sum and a count', () => {
    expect(planOf('Which region had the highest revenue in Q2 2025?', sales)).toMatchObject({ kind: 'extreme', by: named('Revenue'), show: [named('Region')], order: 'descending', filters: [isQ2] })
    expect(planOf('What was the total revenue in Q2 of 2025?', sales)).toMatchObject({ kind: 'measure', measure: { aggregate: 'sum', column: named('Revenue') }, filters: [isQ2] })
    expect(planOf('What is the median revenue of the North in Q2 2025?', sales)).toMatchObject({ kind: 'measure', filters: [{ column: named('Region') }, isQ2] })
    const yearFirst = sales.map((row) => row.map((cell) => cell.replace(/^(Q\d) (\d+)$/, '$2-$1')))
    expect(planOf('Which region had the lowest revenue in Q1 2025?', yearFirst)).toMatchObject({ order: 'ascending', filters: [{ values: ['2025-Q1'] }] })
  })

  it('may stand in two columns, a quarter or month and a year', () => {
    const split = [['Region', 'Year', 'Month', 'Revenue'], ['North', '2024', 'June', '12500'], ['North', '2025', 'June', '14100'], ['South', '2024', 'June', '9800'], ['South', '2025', 'May', '15900']]
    expect(planOf('Which region had the highest revenue in June 2025?', split)).toMatchObject({ kind: 'extreme', filters: [{ column: named('Month'), values: ['June'] }, { kind: 'compare', column: named('Year'), value: '2025' }] })
    expect(planOf('What was the total revenue in June?', split)).toMatchObject({ filters: [{ column: named('Month'), values: ['June'] }] })
  })

  it('stay dates where the table has dates, and silent where they are spans or no cell', () => {
    const orders = [['Order', 'Date', 'Revenue'], ['A1', '2025-02-03', '10'], ['A2', '2025-04-03', '20'], ['A3', '2025-05-09', '30']]
    expect(planOf('What was the total revenue in Q2 2025?', orders)).toMatchObject({ filters: [{ kind: 'between', column: named('Date'), low: '2025-04-01', high: '2025-06-30' }] })
    expect(planOf('Which region had the highest revenue since Q2 2025?', sales)).toMatch(/belongs to no one column/)
    expect(planOf('Which region had the highest revenue in Q3 2025?', sales)).toMatch(/belongs to no one column/)
  })
})
