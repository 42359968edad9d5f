import { expect, test } from 'vitest'
import { checkGrounding, numbersOf } from '../../../src-main/core/answering/checkGrounding.ts'

const question = 'How long is the notice period at Contoso?'
const source = 'The notice period at Contoso is three months to the end of a quarter, and 1,250 euros are paid in 2024.'
const check = (sentence: string, similarity = 0.9) => checkGrounding({ sentence, source, question, similarity })

test('a sentence in the words of its source is supported', () => {
  expect(check('The notice period at Contoso is three months.')).toMatchObject({ verdict: 'supported' })
  expect(check('The notice period at Contoso is 3 months.').verdict).toBe('supported')
  expect(check('In 2024, 1250 euros are paid.').verdict).toBe('supported')
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

test('numbers are compared without their thousands separators', () => {
  expect(numbersOf('1,250 and 1.5, 3.000.000 and two')).toEqual(['1250', '1.5', '3.000.000', '2'])
})
