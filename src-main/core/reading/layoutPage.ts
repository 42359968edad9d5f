import type { Box } from '../../../src-shared/domain/anchor.ts'
import { median, turnBack, turnUpright, unionBox } from './boxes.ts'
import { groupLines, toLine, type TextLine } from './groupLines.ts'
import { joinParagraphs } from './joinParagraphs.ts'
import { findTextColumns, orderColumns } from './orderColumns.ts'
import type { BlockTable, PageBlock } from './PageBlock.ts'
import type { PageContent, PageWord, Rule, Turn } from './PageContent.ts'
import { findTables } from './tables/findTables.ts'

/**
 * A page's blocks in reading order. Text that runs another way than most of the page stands after it, one block a run.
 * `toPage` maps the content's frame to the page where they differ (a scan that was turned and levelled for reading).
 */
export function layoutPage(content: PageContent, toPage: (box: Box) => Box = (box) => box): PageBlock[] {
  const visible = content.words.filter((word) => !word.hidden)
  const hidden = content.words.filter((word) => word.hidden)
  const turns = countTurns(visible)
  const blocks: PageBlock[] = []
  for (const turn of turns) {
    const words = visible.filter((word) => word.turn === turn && !word.slanted).map((word) => upright(word, content))
    blocks.push(...layoutTurn(words, turnRules(content, turn), (box) => toPage(turnBack(box, turn, content.width, content.height))))
  }
  const slanted = visible.filter((word) => word.slanted)
  if (slanted.length > 0) blocks.push(looseBlock(slanted, 'note', toPage))
  if (hidden.length > 0) for (const line of orderColumns(groupLines(hidden)).flat()) blocks.push(looseBlock(line.words, 'hidden', toPage))
  return blocks
}

function layoutTurn(words: readonly PageWord[], rules: readonly Rule[], toPage: PageBlock['toPage']): PageBlock[] {
  const fragments = groupLines(words)
  const tables = findTables(words, rules, findTextColumns(fragments))
  const items: PlacedItem[] = [
    ...(tables.length === 0 ? fragments : groupLines(words.filter((word) => !tables.some((table) => table.words.has(word))))),
    ...tables.map(({ table, words: used }) => ({ table, box: table.box, size: median([...used].map((word) => word.size)) })),
  ]
  return orderColumns(items).flatMap((run) => blocksOf(run, toPage))
}

type PlacedItem = TextLine | { readonly table: BlockTable; readonly box: Box; readonly size: number }

/** One column, top to bottom: lines between tables become paragraphs. */
function blocksOf(run: readonly PlacedItem[], toPage: PageBlock['toPage']): PageBlock[] {
  const blocks: PageBlock[] = []
  let lines: TextLine[] = []
  const flush = (): void => {
    for (const paragraph of joinParagraphs(lines)) blocks.push({ role: paragraph.role, lines: paragraph.lines, box: unionBox(paragraph.lines.map((line) => line.box)), toPage })
    lines = []
  }
  for (const item of run) {
    if ('words' in item) { lines.push(item); continue }
    flush()
    blocks.push({ role: 'table', lines: [], box: item.box, toPage, table: item.table })
  }
  flush()
  return blocks
}

/** Turns by how many characters run that way, most first. */
function countTurns(words: readonly PageWord[]): Turn[] {
  const counts = new Map<Turn, number>()
  for (const word of words) if (!word.slanted) counts.set(word.turn, (counts.get(word.turn) ?? 0) + word.text.length)
  return [...counts].sort((a, b) => b[1] - a[1]).map(([turn]) => turn)
}

function upright(word: PageWord, content: PageContent): PageWord {
  return word.turn === 0 ? word : { ...word, box: turnUpright(word.box, word.turn, content.width, content.height) }
}

function looseBlock(words: readonly PageWord[], role: PageBlock['role'], toPage: PageBlock['toPage']): PageBlock {
  const line: TextLine = toLine(words)
  return { role, lines: [line], box: line.box, toPage }
}

function turnRules(content: PageContent, turn: Turn): readonly Rule[] {
  if (turn === 0) return content.rules
  return content.rules.map((rule): Rule => {
    const box: Box = rule.horizontal ? [rule.from, rule.at, rule.to, rule.at] : [rule.at, rule.from, rule.at, rule.to]
    const turned = turnUpright(box, turn, content.width, content.height)
    const horizontal = turned[2] - turned[0] > turned[3] - turned[1]
    return horizontal ? { horizontal, at: turned[1], from: turned[0], to: turned[2] } : { horizontal, at: turned[0], from: turned[1], to: turned[3] }
  })
}
