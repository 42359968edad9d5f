import type { Box } from '../../../../src-shared/domain/anchor.ts'
import type { PageWord, Rule } from '../PageContent.ts'
import { alignedTables } from './alignedTables.ts'
import type { FoundTable } from './FoundTable.ts'
import { joinRules, ruledTables } from './ruledTables.ts'

/**
 * The tables of a page in its upright frame: first those with drawn cells, then those that stand by alignment alone. Lines of two columns of
 * text that stand beside each other by chance are no rows, so within `textColumns` each column is searched by itself.
 */
export function findTables(words: readonly PageWord[], rules: readonly Rule[], textColumns: readonly Box[] = []): FoundTable[] {
  const lines = joinRules(rules)
  const ruled = ruledTables(words, lines)
  const rest = ruled.length === 0 ? words : words.filter((word) => !ruled.some((found) => found.words.has(word)))
  const parts = new Map<Box | undefined, PageWord[]>()
  for (const word of rest) {
    const column = textColumns.find((box) => holdsMiddle(box, word.box))
    const part = parts.get(column)
    if (part === undefined) parts.set(column, [word])
    else part.push(word)
  }
  return [...ruled, ...[...parts.values()].flatMap((part) => alignedTables(part, lines))]
}

function holdsMiddle(outer: Box, inner: Box): boolean {
  const x = (inner[0] + inner[2]) / 2
  const y = (inner[1] + inner[3]) / 2
  return x >= outer[0] && x <= outer[2] && y >= outer[1] && y <= outer[3]
}
