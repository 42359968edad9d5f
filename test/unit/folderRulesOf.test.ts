import { expect, it } from 'vitest'
import { folderRulesOf } from '../../src-main/hosts/cli/folderRulesOf.ts'
import { parseSize } from '../../src-main/hosts/cli/parseSize.ts'
import { DEFAULT_FOLDER_RULES } from '../../src-shared/domain/folderRules.ts'

it.each([['500', 500], ['20M', 20 * 2 ** 20], ['1.5 GB', 1.5 * 2 ** 30], ['4kib', 4096]])('reads the size %s', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes)
})

it.each(['', '0', '-1', '1T', 'M', '1e3'])('refuses the size “%s”', (text) => {
  expect(() => parseSize(text)).toThrow(expect.objectContaining({ code: 'WRONG_USAGE' }))
})

it('gives only the rules that were named, so that the others stay', () => {
  expect(folderRulesOf({})).toBeUndefined()
  expect(folderRulesOf({ ignore: ['*.log', 'drafts/'], 'max-size': '1k' })).toEqual({ ignore: ['*.log', 'drafts/'], maxFileBytes: 1024 })
  expect(folderRulesOf({ 'default-rules': true, hidden: true })).toEqual({ ...DEFAULT_FOLDER_RULES, hidden: true })
})
