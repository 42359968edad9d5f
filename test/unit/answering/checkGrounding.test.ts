import { expect, test } from 'vitest'
import { checkGrounding, numbersOf } from '../../../src-main/core/answering/checkGrounding.ts'

const question = 'How long is the notice period at Contoso?'
const source = 'The notice period at Contoso is three months to the end of a quarter, and 1,250 euros are paid in 2024.'
const check = (sentence: string, similarity = 0.9) => checkGrounding({ sentence, source, question, similarity })

test('a sentence in the words of its source is supported', () => {
  expect(check('The notice period at Contoso is three months.')).toMatchObject({ verdict: 'supported' })
  expect(check('1250 euros are paid in 2024.').verdict).toBe('supported')
})

test.each([
  ['another number', 'The notice period is four months.', /"4"/],
  ['another year', 'The notice period is three months since 2023.', /2023/],
  ['another name', 'The notice period at Fabrikam is three months.', /Fabrikam/],
  ['a negation', 'The notice period is not three months.', /not/],
  ['other words', 'Employees enjoy generous holidays abroad.', /words/],
  ['nothing', 'It is so.', /nothing|words/],
])('%s is not supported, and the reason is said', (_name, sentence, reason) => {
  const { verdict, score, reason: said } = check(sentence)
  expect(verdict).toBe('unsupported')
  expect(score).toBeLessThan(0.5)
  expect(said).toMatch(reason)
})

test('right words far from the meaning are at best weak', () => {
  expect(check('The notice period at Contoso is three months.', 0.75).verdict).toBe('weak')
  expect(check('The notice period at Contoso is three months.', 0.2).verdict).toBe('unsupported')
})

test.each([
  ['two names exchanged', 'Northwind was sued by Contoso in 2019.', 'Contoso was sued by Northwind in 2019.', /order/],
  ['the opposite', 'Net sales decreased by 4 percent.', 'Net sales increased by 4 percent.', /decreas/],
  ['a claim of its own', 'The plan covers dental care, the best of its kind.', 'The plan covers dental care.', /best|kind/],
  ['a lost negation', 'The deposit is refundable.', 'The deposit is not refundable.', /not/],
  ['a lost hedge', 'The rent will rise in May.', 'The rent may rise in May.', /certainty/],
  ['a lost condition', 'The fee is waived for members.', 'The fee is waived for members unless they pay late.', /condition/],
  ['the subject of one sentence with the predicate of another', 'The old garden holds a hundred kinds of trees.', 'The old garden was closed. The new park holds a hundred kinds of trees.', /order|stand in the source/],
  ['numbers exchanged', 'The fee is 1,250 euros and the deposit is 40 euros.', 'The fee for early and careful tenants with a good record is 40 euros, while the deposit for a flat of this size comes to 1,250 euros.', /order|beside/],
])('right words are not enough: %s is not supported', (_name, sentence, said, reason) => {
  const { verdict, reason: told } = checkGrounding({ sentence, source: said, question: 'What happened?', similarity: 0.95 })
  expect(verdict).not.toBe('supported')
  expect(told).toMatch(reason)
})

test('numbers are compared without their thousands separators', () => {
  expect(numbersOf('1,250 and 1.5, 3.000.000 and two')).toEqual(['1250', '1.5', '3.000.000', '2'])
})
