import type { Box } from '../../../src-shared/domain/anchor.ts'
import type { SegmentRole, Table } from '../../../src-shared/domain/unit.ts'
import type { TextLine } from './groupLines.ts'
import { normaliseWord } from './normaliseWord.ts'
import type { PageWord } from './PageContent.ts'

/** A paragraph, heading, list, table or running header of one page, in reading order. Boxes are in the frame of its text, in which lines are level. */
export interface PageBlock {
  readonly role: SegmentRole
  readonly lines: readonly TextLine[]
  readonly box: Box
  /** From the frame of its text to the page as displayed. */
  readonly toPage: (box: Box) => Box
  readonly table?: BlockTable
  /** 1 is the highest; headings only. */
  readonly level?: number
}

export interface BlockTable {
  readonly rows: readonly (readonly TableCell[])[]
  readonly columns: number
  readonly headerRows: number
  readonly box: Box
  /** It goes on from the table that ended the page before. */
  readonly continues?: true
  /** The header of the table that this one continues from the page before. */
  readonly continuedHeader?: string
}

/** A cell at its first row and column; cells that a merged one covers are not listed. */
export interface TableCell {
  readonly words: readonly PageWord[]
  readonly column: number
  readonly columnSpan: number
  readonly rowSpan: number
}

export function tableRows(table: BlockTable): Table['rows'] {
  return table.rows.map((row) => {
    const texts = Array.from({ length: table.columns }, () => '')
    for (const cell of row) texts[cell.column] = cell.words.map((word) => normaliseWord(word.text)).join(' ')
    return texts
  })
}
