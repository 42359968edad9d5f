import type { Box } from '../../../src-shared/domain/anchor.ts'
import { turnBack, turnUpright, unionBox } from './boxes.ts'
import { groupLines, toLine, type TextLine } from './groupLines.ts'
import { joinParagraphs } from './joinParagraphs.ts'
import { orderColumns } from './orderColumns.ts'
import type { PageBlock } from './PageBlock.ts'
import type { PageContent, PageWord, Turn } from './PageContent.ts'

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
    blocks.push(...layoutTurn(words, (box) => toPage(turnBack(box, turn, content.width, content.height))))
  }
  const slanted = visible.filter((word) => word.slanted)
  if (slanted.length > 0) blocks.push(looseBlock(slanted, 'note', toPage))
  if (hidden.length > 0) for (const line of groupLines(hidden)) blocks.push(looseBlock(line.words, 'hidden', toPage))
  return blocks
}

function layoutTurn(words: readonly PageWord[], toPage: PageBlock['toPage']): PageBlock[] {
  const fragments = groupLines(words)
  return orderColumns(fragments).flatMap((run) => joinParagraphs(run).map((paragraph): PageBlock => ({
    role: paragraph.role, lines: paragraph.lines, box: unionBox(paragraph.lines.map((line) => line.box)), toPage,
  })))
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
