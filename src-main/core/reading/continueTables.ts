import { cellText } from './tables/headerRows.ts'
import type { BlockTable, PageBlock } from './PageBlock.ts'

/**
 * A table that goes on over a page break keeps its header: the rows on the next page carry the header of the page before, whether it is
 * printed again there or not. A continuation is the first block of a page after a table that was the last of the page before, with as
 * many columns at the same places.
 */
export function continueTables(pages: readonly (readonly PageBlock[])[]): PageBlock[][] {
  let open: { readonly table: BlockTable; readonly header: string } | undefined
  return pages.map((blocks) => {
    const body = blocks.filter((block) => block.role !== 'pageHeader' && block.role !== 'pageFooter' && block.role !== 'hidden' && block.role !== 'comment')
    const first = body[0]
    const continued = open !== undefined && first?.table !== undefined && first.table.headerRows === 0 && isSameGrid(open.table, first.table)
      ? { ...first, table: { ...first.table, continuedHeader: open.header } } : undefined
    const last = body.at(-1)
    const lastTable = last === first && continued !== undefined ? continued.table : last?.table
    if (lastTable === undefined) open = undefined
    else {
      const header = lastTable.continuedHeader ?? headerText(lastTable)
      open = header === '' ? undefined : { table: lastTable, header }
    }
    return blocks.map((block) => (block === first && continued !== undefined ? continued : block))
  })
}

function isSameGrid(a: BlockTable, b: BlockTable): boolean {
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
