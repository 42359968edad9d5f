import { expect, it } from 'vitest'
import { compilePatterns } from '../../../src-main/adapters/folderRules/compilePatterns.ts'

it.each([
  ['*.log', 'deep/a.log', '*.log'], ['*.log', 'deep/A.LOG', '*.log'], ['/top.txt', 'deep/top.txt', undefined], ['/top.txt', 'top.txt', '/top.txt'],
  ['build/', 'build', undefined], ['build/', 'build/a/b.txt', 'build/'], ['# comment\n\n*.tmp', 'x.tmp', '*.tmp'], ['**/drafts/**', 'a/drafts/b.txt', '**/drafts/**'],
  ['*.log\n!keep.log', 'keep.log', undefined], ['a[1].txt', 'a1.txt', 'a[1].txt'], ['*.txt', '..odd/a.txt', '*.txt'], ['', 'a.txt', undefined],
])('%j on the file %s', (patterns, file, expected) => {
  expect(compilePatterns([patterns]).match(file, false)).toBe(expected)
})

it('takes a pattern that ends with a slash for folders only', () => {
  expect(compilePatterns(['build/']).match('build', true)).toBe('build/')
})
