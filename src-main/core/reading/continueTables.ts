import type { Box } from '../../../src-shared/domain/anchor.ts'
import { lineText } from './groupLines.ts'
import { cellText } from './tables/headerRows.ts'
import { isNumeric } from './tables/TableFragment.ts'
import type { BlockTable, PageBlock } from './PageBlock.ts'

/** The table that ends a page and may go on at the top of the next; `header` is empty when it has none. Plain data: it is part of a reading's checkpoint. */
export interface OpenTable {
  readonly columns: number
  readonly box: Box
  readonly header: string
}

// "Table 3 (continued)", "Fortsetzung", above the second part of a table.
const CONTINUED = /\b(?:continued|cont[’']?d|cont\.|fortsetzung|forts\.|suite|continuación|continuação|segue|vervolg)(?![\p{L}])/iu

/**
 * A table over a page break is one table: the rows on the next page carry the header of the page before, whether it is printed again there or
 * not, and the second part says that it goes on. A continuation is the first block of a page, but for a line that says "continued", after a table
 * that was the last block of the page before, with as many columns at the same places. A first row in plain letters is then a row like the others,
 * even where all cells are words. Gives the page's blocks, and the table that is open at its end.
 */
export function continueTables(blocks: readonly PageBlock[], open: OpenTable | undefined): { readonly blocks: readonly PageBlock[]; readonly open: OpenTable | undefined } {
  const body = blocks.filter((block) => block.role !== 'pageHeader' && block.role !== 'pageFooter' && block.role !== 'hidden' && block.role !== 'comment')
  const first = body.find((block, index) => index > 0 || block.table !== undefined || !CONTINUED.test(block.lines.map(lineText).join(' ')))
  const table = open === undefined || first?.table === undefined ? undefined : continuation(open, first.table)
  const continued = first === undefined || table === undefined ? undefined : { ...first, table }
  const last = body.at(-1)
  const lastTable = last === first && table !== undefined ? table : last?.table
  const header = lastTable === undefined ? '' : lastTable.continuedHeader ?? headerText(lastTable)
  return {
    blocks: continued === undefined ? blocks : blocks.map((block) => (block === first ? continued : block)),
    open: lastTable === undefined ? undefined : { columns: lastTable.columns, box: lastTable.box, header },
  }
}

/** The second part of an open table; `undefined` when it is another one. */
function continuation(open: OpenTable, table: BlockTable): BlockTable | undefined {
  if (!isSameGrid(open, table)) return undefined
  if (table.headerRows > 0 && headerText(table) === open.header) return { ...table, continues: true }
  const isStyled = table.headerRows > 0 && table.rows.slice(0, table.headerRows).every((row) => row.every((cell) => cell.words.every((word) => word.bold)))
  const hasFigures = table.rows.slice(table.headerRows).some((row) => row.some((cell) => cell.column > 0 && isNumeric(cellText(cell))))
  // A header over figures, or one in bold, names other columns than those above.
  if (table.headerRows > 0 && (isStyled || hasFigures)) return undefined
  return { ...table, headerRows: 0, continues: true, ...(open.header === '' ? {} : { continuedHeader: open.header }) }
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
