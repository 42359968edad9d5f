import { expect, test } from 'vitest'
import { composeUnit, HeadingPath } from '../../../../src-main/core/reading/composeUnit.ts'
import { continueTables } from '../../../../src-main/core/reading/continueTables.ts'
import { layoutPage } from '../../../../src-main/core/reading/layoutPage.ts'
import { line, page } from './pageWords.ts'

function table(rows: readonly (readonly string[])[]): ReturnType<typeof layoutPage> {
  return layoutPage(page(rows.flatMap((row, index) => row.flatMap((text, column) => line(text, 50 + column * 150, 100 + index * 14)))))
}

test('rows of a table that goes on over a page break carry the header of the page before', () => {
  const { open } = continueTables(table([['Region', 'Sales', 'Costs'], ['North', '1,200', '800'], ['South', '900', '700']]), undefined)
  const { blocks: second } = continueTables(table([['East', '1,100', '600'], ['West', '1,400', '900'], ['Total', '4,600', '3,000']]), open)
  const { segments } = composeUnit(second, { kind: 'page', headings: new HeadingPath() })
  expect(segments.map((segment) => segment.tableHeader)).toEqual(Array(3).fill('Region | Sales | Costs'))
})

test('a table after other text is a new one', () => {
  const first = table([['Region', 'Sales', 'Costs'], ['North', '1,200', '800'], ['South', '900', '700']])
  const second = [...layoutPage(page(line('Something else entirely stands here', 50, 40))), ...table([['East', '1,100', '600'], ['West', '1,400', '900'], ['Total', '4,600', '3,000']])]
  const { segments } = composeUnit(continueTables(second, continueTables(first, undefined).open).blocks, { kind: 'page', headings: new HeadingPath() })
  expect(segments.filter((segment) => segment.tableHeader !== undefined)).toEqual([])
})
