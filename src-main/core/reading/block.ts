import type { SegmentRole } from '../../../src-shared/domain/unit.ts'

/** A paragraph, heading or list item, in reading order. */
export interface TextBlock {
  readonly kind: 'text'
  readonly role: Exclude<SegmentRole, 'table'>
  readonly text: string
  /** Headings only: 1 is the outermost. */
  readonly level?: number
}

export interface TableBlock {
  readonly kind: 'table'
  /** A merged cell's text stands in its first cell only. */
  readonly rows: readonly (readonly string[])[]
  /** Rows that name the columns; 0 when the table has none. */
  readonly headerRows: number
}

/** What readers of flowing formats (Word, HTML, RTF, EPUB, ODT …) give: structure without places. `composeSections` makes units of them. */
export type Block = TextBlock | TableBlock
