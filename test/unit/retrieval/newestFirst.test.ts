import { expect, it } from 'vitest'
import { newestFirst, type CopyFacts } from '../../../src-main/core/retrieval/newestFirst.ts'
import { isSameText, printOf } from '../../../src-main/core/retrieval/isSameText.ts'
import { candidate, ids } from './candidates.ts'

const TEXT = 'Staff have 27 days of holiday. Illness is told before ten in the morning, by telephone or by mail, to the head of the department or to whoever stands in for her.'
const facts: Readonly<Record<string, CopyFacts>> = {
  old: { strength: 0, modified: '2022-01-01T00:00:00.000Z' }, new: { strength: 0, modified: '2024-01-01T00:00:00.000Z' }, named: { strength: 0.5, modified: '2020-01-01T00:00:00.000Z' }, unknown: { strength: 0, modified: undefined },
}
const ordered = (list: readonly (readonly [string, string])[]) => ids(newestFirst(list.map(([document, text], index) => candidate(document, 1 - index / 10, document, { text })), (id) => facts[id] ?? { strength: 0, modified: undefined }))

it('puts the newest copy where the first one stood and leaves other passages in their places', () => {
  expect(ordered([['other', 'Soup on Monday.'], ['old', TEXT], ['third', 'Fish on Friday.'], ['new', TEXT.replace('department', 'Department')]])).toEqual(['other', 'new', 'third', 'old'])
  expect(ordered([['unknown', TEXT], ['old', TEXT]])).toEqual(['old', 'unknown'])
})

it('keeps the version that the question names', () => {
  expect(ordered([['named', TEXT], ['new', TEXT]])).toEqual(['named', 'new'])
})

it('puts the newest of several versions of a document first although they disagree, and leaves unrelated documents where they are', () => {
  const versions = (list: readonly (readonly [string, string])[], linked: readonly string[]) => ids(newestFirst(list.map(([document, text], index) => candidate(document, 1 - index / 10, document, { text })), (id) => facts[id] ?? { strength: 0, modified: undefined }, (one, other) => linked.includes(one) && linked.includes(other)))
  const disagreeing = [['old', TEXT], ['other', 'Soup on Monday.'], ['new', TEXT.replace('27', '28')]] as const
  expect(versions(disagreeing, ['old', 'new'])).toEqual(['new', 'other', 'old'])
  expect(versions(disagreeing, [])).toEqual(['old', 'other', 'new'])
  expect(versions([['named', TEXT], ['new', TEXT.replace('27', '28')]], ['named', 'new'])).toEqual(['named', 'new'])
})

it('takes no passage with another number or another sentence for a copy', () => {
  expect(ordered([['old', TEXT], ['new', TEXT.replace('27', '28')]])).toEqual(['old', 'new'])
  const written = TEXT.replaceAll('27', 'three')
  expect(isSameText(printOf(written), printOf(written.replace('three', 'six')))).toBe(false)
  expect(isSameText(printOf(TEXT), printOf(TEXT.replace('is told', 'is not told')))).toBe(false)
  expect(isSameText(printOf(TEXT), printOf(TEXT.replace('Staff', 'Employees')))).toBe(true)
  expect(ordered([['old', TEXT], ['new', `${TEXT} Leave that is left over at the end of the year is lost unless the department agreed to keep it.`]])).toEqual(['old', 'new'])
})
