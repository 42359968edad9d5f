import { expect, it } from 'vitest'
import { computeChange } from '../../../src-main/core/answering/computeChange.ts'
import { evidencePassage } from '../../../src-main/core/answering/EvidencePassage.ts'
import { composeSheet } from '../../../src-main/core/reading/composeSheet.ts'
import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import { narrowAnchor } from '../../../src-shared/domain/narrowAnchor.ts'

function passageOf(rows: readonly (readonly string[])[], path = '/contoso.xlsx') {
  const [unit] = composeSheet({ name: 's', rows: rows.map((cells, index) => ({ row: index + 1, cells })) }, 1)
  if (unit === undefined) throw new Error('no unit')
  return evidencePassage({ rank: 1, documentId: path as DocumentId, path, sha256: '', text: unit.text, score: 1, stale: false, anchor: narrowAnchor(unit, 0, unit.text.length), chunkIds: [], vectorScore: 1, lexicalCover: 1 }, unit)
}

const TABLE = passageOf([['In thousands', '2022', '2023'], ['Revenue', '$1,000', '$1,250'], ['Cost of revenue', '$700', '$650'], ['Margin', '30%', '48%']])
const change = (question: string, passages = [TABLE]) => computeChange(question, passages)

it('computes the change of the row that is asked for, with both operands in its quote', () => {
  const computed = change('How much did revenue grow from 2022 to 2023?')
  expect(computed?.part.text).toBe('Revenue, from 2022 to 2023: $1,250 − $1,000 = $250; $250 ÷ $1,000 = 25%.')
  expect(computed?.part.quotes[0]?.quote).toBe('Revenue | $1,000 | $1,250')
  expect(computed?.computation).toMatchObject({ operation: 'percentChange', result: 250, operands: [{ label: '2022', value: 1000 }, { label: '2023', value: 1250 }] })
  expect(change('What is the difference in the cost of revenue between 2022 and 2023?')?.part.text).toContain('$650 − $700 = -$50; -$50 ÷ $700 = -7.1%')
})

it('does not divide percentages, and takes the company from the document\'s name', () => {
  expect(change('By how much did the margin of Contoso change from 2022 to 2023?')?.part.text).toBe('Margin, from 2022 to 2023: 48% − 30% = 18 percentage points.')
})

it.each([
  'How much did revenue grow from 2021 to 2022?', 'How much did the revenue of Fabrikam grow from 2022 to 2023?', 'How much did profit grow from 2022 to 2023?', 'What was revenue in 2023?', 'Why did revenue grow from 2022 to 2023?',
])('is silent where an operand, its label or the question is another: %s', (question) => {
  expect(change(question)).toBeNull()
})

it('is silent when two tables disagree', () => {
  expect(change('How much did revenue grow from 2022 to 2023?', [TABLE, passageOf([['', '2022', '2023'], ['Revenue', '900', '1,250']])])).toBeNull()
})
