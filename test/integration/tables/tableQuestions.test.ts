import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTableDatabase } from '../../../src-main/adapters/duckdb/openTableDatabase.ts'
import { parseFile } from '../../../src-main/adapters/parsing/parseFile.ts'
import type { TableQuestions } from '../../../src-main/core/ports/TableQuestions.ts'
import { createTableQuestions } from '../../../src-main/core/tabular/createTableQuestions.ts'
import { narrowAnchor } from '../../../src-shared/domain/narrowAnchor.ts'
import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import { DELIVERIES_CSV, makeOrdersWorkbook, makeStaffSheet } from './makeWorkbooks.ts'

const files: Record<string, Uint8Array> = { 'orders.xlsx': makeOrdersWorkbook(), 'deliveries.csv': new TextEncoder().encode(DELIVERIES_CSV), 'staff.ods': makeStaffSheet() }
const units = new Map<string, readonly ParsedUnit[]>()
let tables: TableQuestions

beforeAll(async () => {
  for (const [name, bytes] of Object.entries(files)) units.set(name, (await parseFile({ path: name, name, bytes, maxFileBytes: 1e9, maxPages: 1, ocr: null })).units)
  tables = createTableQuestions({ unitsOf: ({ documentId }) => units.get(documentId), openDatabase: openTableDatabase })
})
afterAll(() => tables.close())

const ask = (question: string, names: readonly string[] = Object.keys(files)) => tables.compute(question, names.map((name) => ({ documentId: name as DocumentId, sha256: '', path: name })))
const said = async (question: string, names?: readonly string[]) => (await ask(question, names))?.sentences[0]?.text

describe('questions over all rows of a sheet', () => {
  it.each([
    // The cents behind the displayed money count; the error, the total row and the hidden sheet do not.
    ['What is the total amount by region?', 'Sum of Money Amount by Place Region: West $20,100.00; North $12,701.00; South $9,500.25.'],
    ['How many orders are over 10,000?', 'There are 2 rows where Money Amount is more than $10,000.'],
    ['What is the average discount in Rome?', 'The average of Money Discount where Place City is “Rome” is 10% (2 rows).'],
    ['How many orders were placed in January 2024?', 'There are 2 rows where Date is from 2024-01-01 to 2024-01-31.'],
    ['Which warehouse has the most employees?', 'Highest Employees: Limerick (21).'],
    ['What is the total number of employees?', 'The sum of Employees is 44 (3 rows).', ['orders.xlsx']],
    // Decimal commas, points for thousands, day before month, a negative in parentheses.
    ['What is the total cost per carrier?', 'Sum of Cost (EUR) by Carrier: Blue Line €1,005.80; Hansa €20.20; Nordic -€3.00.'],
    ['How many deliveries were made after January 31, 2024?', 'There are 3 rows where Delivered is not before 2024-02-01.'],
    ['What is the average salary by department?', 'Average of Salary by Department: Design 5,650; Sales 4,400; Support 3,900.'],
    ['Which employees earn a salary of at least 4,700?', 'Employee where Salary is at least 4,700: Ada Berg; Cy Moor; Ed Wolf.'],
    ['How many different departments are there?', 'There are 3 different values of Department in 5 rows.'],
    ['Who are the top 2 employees by salary?', 'Highest 2 by Salary: Cy Moor (6,100); Ada Berg (5,200).'],
  ] as [string, string, string[]?][])('%s', async (question, sentence, names) => {
    expect(await said(question, names)).toBe(sentence)
  })

  it('cites cells whose quote is the stored text, and says what was left out', async () => {
    const answer = await ask('What is the total amount by region?')
    const cited = answer?.sentences.flatMap(({ cells }) => cells) ?? []
    expect(cited.map(({ range }) => range)).toEqual(['D2:D7', 'B2:B7', 'D2:D7'])
    for (const { unit: number, charStart, charEnd } of cited) {
      const unit = units.get('orders.xlsx')?.find(({ unit }) => unit === number)
      expect(unit?.text.slice(charStart, charEnd)).toMatch(/^(Amount|Region)$/)
    }
    expect(answer?.sentences[1]?.text).toBe('Left out: 1 row has no figure in Money Amount (empty, an error such as #N/A, or words); row 8 is a total.')
    expect(answer?.computation).toMatchObject({ sheet: 'Orders', range: 'A2:F7', tableRows: 5, totalRows: [8], parameters: [] })
  })

  it('cites the very rows where they are few', async () => {
    const answer = await ask('How many orders are over 10,000?')
    const texts = answer?.sentences[0]?.cells.map(({ unit: number, charStart, charEnd, range }) => {
      const unit = units.get('orders.xlsx')?.find(({ unit }) => unit === number)
      if (unit === undefined) throw new Error('no unit')
      expect(narrowAnchor(unit, charStart, charEnd)).toMatchObject({ kind: 'cells', range })
      return unit.text.slice(charStart, charEnd)
    })
    expect(texts).toEqual(['A-1 | North | Oslo | $12,001 | 10% | 5 Jan 2024', 'A-4 | West | Cork | $20,100 | 20% | 2 Mar 2024'])
  })

  it.each([
    'What is the total amount of cancelled orders?', 'How many orders were returned in January 2024?', 'What is the average weight by region?', 'Why did the amount fall in Rome?',
    'How many people work in Rome?', 'What is the total?', 'Is the amount in Rome over 10,000?', 'Which employee has the same salary as Bo Lind?', 'What is the total amount in Paris?',
  ])('is silent rather than guess: %s', async (question) => {
    expect(await ask(question)).toBeNull()
  })

  it('is silent when two tables answer differently, and answers when they agree', async () => {
    const [sheet] = units.get('staff.ods') ?? []
    if (sheet === undefined) throw new Error('no sheet')
    units.set('other.ods', [{ ...sheet, text: sheet.text.replace('5200', '5300') }])
    units.set('copy.ods', [sheet])
    expect(await ask('What is the total salary?', ['staff.ods', 'other.ods'])).toBeNull()
    expect(await said('What is the total salary?', ['staff.ods', 'copy.ods'])).toBe('The sum of Salary is 24,000 (5 rows).')
  })

  it('repeats a recorded computation, and not over another version', async () => {
    const answer = await ask('What is the total salary?', ['staff.ods'])
    if (answer === null) throw new Error('no answer')
    expect(await tables.repeat(answer.computation)).toEqual(answer.computation.result)
    expect(await tables.repeat({ ...answer.computation, documentId: 'gone' as DocumentId })).toBeNull()
  })
})

describe('the table database', () => {
  it('reaches no files, no network and no settings', async () => {
    const database = await openTableDatabase()
    for (const sql of [`SELECT * FROM read_csv('${import.meta.filename}')`, "ATTACH '/tmp/x.db'", "COPY (SELECT 1) TO '/tmp/x.csv'", 'INSTALL httpfs', 'SET enable_external_access = true', "SET memory_limit = '8GB'"]) {
      await expect(database.query(sql, []), sql).rejects.toThrow(/disabled|configuration|Cannot|locked/i)
    }
    database.close()
  })
})
