import { expect, it } from 'vitest'
import { filterToSql, globToLike, literal } from '../../../src-main/adapters/lance/filterToSql.ts'

it('joins values of a key by "or" and keys by "and"', () => {
  expect(filterToSql({ type: ['PDF', '.docx'], language: ['de'] })).toBe("(type = 'pdf' OR type = 'docx') AND (language = 'de')")
  expect(filterToSql({})).toBeUndefined()
  expect(filterToSql({ type: [] })).toBeUndefined()
})

it('never lets a value become SQL', () => {
  expect(literal("x' OR 1=1 --")).toBe("'x'' OR 1=1 --'")
  expect(filterToSql({ doc: ["a') OR ('1' = '1"] })).toBe("(documentId = 'a'') OR (''1'' = ''1')")
})

it('takes the wildcards of SQL in a name for text', () => {
  expect(globToLike('100%_Draft*.p?f')).toBe('100\\%\\_draft%.p_f')
})

it('counts a day, a month or a year to its end', () => {
  const end = (date: string) => Number(/\d+/.exec(filterToSql({ before: [date] }) ?? '')?.[0])
  expect(new Date(end('2024-01-31')).toISOString()).toBe('2024-01-31T23:59:59.999Z')
  expect(new Date(end('2024-02')).toISOString()).toBe('2024-02-29T23:59:59.999Z')
  expect(new Date(end('2023')).toISOString()).toBe('2023-12-31T23:59:59.999Z')
  expect(filterToSql({ after: ['no date'] })).toBe('(dateMs >= NULL)')
})
