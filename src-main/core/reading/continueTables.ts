import type { Box } from '../../../src-shared/domain/anchor.ts'
import { cellText } from './tables/headerRows.ts'
import type { BlockTable, PageBlock } from './PageBlock.ts'

/** The table that ends a page and may go on at the top of the next. Plain data: it is part of a reading's checkpoint. */
export interface OpenTable {
  readonly columns: number
  readonly box: Box
  readonly header: string
}

/**
 * A table that goes on over a page break keeps its header: the rows on the next page carry the header of the page before, whether it is
 * printed again there or not. A continuation is the first block of a page after a table that was the last of the page before, with as
 * many columns at the same places. Gives the page's blocks, and the table that is open at its end.
 */
export function continueTables(blocks: readonly PageBlock[], open: OpenTable | undefined): { readonly blocks: readonly PageBlock[]; readonly open: OpenTable | undefined } {
  const body = blocks.filter((block) => block.role !== 'pageHeader' && block.role !== 'pageFooter' && block.role !== 'hidden' && block.role !== 'comment')
  const first = body[0]
  const continued = open !== undefined && first?.table !== undefined && first.table.headerRows === 0 && isSameGrid(open, first.table)
    ? { ...first, table: { ...first.table, continuedHeader: open.header } } : undefined
  const last = body.at(-1)
  const lastTable = last === first && continued !== undefined ? continued.table : last?.table
  const header = lastTable === undefined ? '' : lastTable.continuedHeader ?? headerText(lastTable)
  return {
    blocks: continued === undefined ? blocks : blocks.map((block) => (block === first ? continued : block)),
    open: lastTable === undefined || header === '' ? undefined : { columns: lastTable.columns, box: lastTable.box, header },
  }
}

function isSameGrid(a: OpenTable, b: BlockTable): boolean {
  const width = Math.max(a.box[2] - a.box[0], 1)
  return a.columns === b.columns && Math.abs(a.box[0] - b.box[0]) < 0.05 * width && Math.abs(a.box[2] - b.box[2]) < 0.1 * width
}

/** The header rows of a table as lines of text, cells parted as in the table's rows. */
export function headerText(table: BlockTable): string {
  return table.rows.slice(0, table.headerRows).map((row) => {
    const texts = Array.from({ length: table.columns }, () => '')
    for (const cell of row) texts[cell.column] = cellText(cell)
    return texts.join(' | ')
  }).join('\n')
}
