import { expect, it } from 'vitest'
import { isInside } from '../../../src-main/core/library/isInside.ts'
import { skipReason } from '../../../src-main/core/library/skipReason.ts'

it.each([
  ['~$Report.docx', 'TEMPORARY_FILE'], ['.~lock.Report.odt#', 'TEMPORARY_FILE'], ['film.mkv.part', 'TEMPORARY_FILE'], ['a.pdf.crdownload', 'TEMPORARY_FILE'], ['notes.txt~', 'TEMPORARY_FILE'],
  ['.notes.txt.swp', 'TEMPORARY_FILE'], ['~WRL0003.tmp', 'TEMPORARY_FILE'], ['Thumbs.db', 'IGNORED'], ['.DS_Store', 'IGNORED'], ['.secret/plan.txt', 'IGNORED'], ['.env', 'IGNORED'],
  ['Report.docx', undefined], ['part.txt', undefined], ['tmp/report.pdf', undefined], ['~ideas.txt', undefined], ['C# notes.md', undefined],
])('says of %s: %s', (name, reason) => {
  expect(skipReason(name)).toBe(reason)
})

it('takes a folder for what is inside it, not for what begins alike', () => {
  expect(isInside('/a/b', '/a/b/c')).toBe(true)
  expect(isInside('/a/b', '/a/b')).toBe(true)
  expect(isInside('/a/b', '/a/bc')).toBe(false)
  expect(isInside('/a/b', '/a/..b')).toBe(false)
  expect(isInside('/a', '/a/..hidden')).toBe(true)
})
