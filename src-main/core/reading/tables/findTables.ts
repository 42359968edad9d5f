import type { PageWord, Rule } from '../PageContent.ts'
import { alignedTables } from './alignedTables.ts'
import type { FoundTable } from './FoundTable.ts'
import { joinRules, ruledTables } from './ruledTables.ts'

/** The tables of a page in its upright frame: first those with drawn cells, then those that stand by alignment alone. */
export function findTables(words: readonly PageWord[], rules: readonly Rule[]): FoundTable[] {
  const lines = joinRules(rules)
  const ruled = ruledTables(words, lines)
  const rest = ruled.length === 0 ? words : words.filter((word) => !ruled.some((found) => found.words.has(word)))
  return [...ruled, ...alignedTables(rest, lines)]
}
