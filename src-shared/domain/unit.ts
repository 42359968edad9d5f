import type { AnchorKind, Box } from './anchor.ts'

/** How a unit's text was obtained. `empty` and `failed` units are reported, never left out. */
export type UnitSource = 'text' | 'ocr' | 'mixed' | 'empty' | 'failed'

export interface Word {
  readonly text: string
  readonly box: Box
}

export interface Table {
  /** A merged cell's text stands in its first cell only; the others are empty strings. */
  readonly rows: readonly (readonly string[])[]
  readonly box?: Box
  readonly headerRows?: number
  /** It goes on from the last table of the unit before: both are one table over a page break. */
  readonly continues?: true
  /** The value behind a cell (by its place, `"B4"`) where it says more than what is shown: `1234.5` behind `$1,235`, an ISO date behind `3 May`. */
  readonly raw?: Readonly<Record<string, string | number | boolean>>
}

/** What the contract calls a unit: a page, sheet, slide, section or message part, as reports show it. */
export interface UnitReport {
  /** 1-based. */
  readonly unit: number
  readonly kind: AnchorKind
  /** What a person would call it: `"page 3"`, `"Sheet1"`. */
  readonly label: string
  readonly source: UnitSource
  /** UTF-16 code units of stored text. */
  readonly chars: number
  /** Mean OCR confidence, 0 to 1. */
  readonly confidence?: number
  readonly text?: string
  readonly width?: number
  readonly height?: number
  readonly tables?: readonly Table[]
  readonly words?: readonly Word[]
  /** Why it is empty or failed, in one sentence. */
  readonly note?: string
}

/** What a stretch of text is on its page; decides chunk borders and what is kept out of sentences. */
export type SegmentRole =
  | 'heading' | 'paragraph' | 'list' | 'table' | 'code' | 'note' | 'caption' | 'pageHeader' | 'pageFooter' | 'comment'
  | 'quoted' | 'hidden' | 'metadata'

/** `[charStart, charEnd, left, top, right, bottom]` of one word; offsets are into the unit's text. */
export type WordPlace = readonly [number, number, number, number, number, number]

/** Where a segment stands in its file; the same kind as its unit's. */
export type Place =
  | { readonly kind: 'page' | 'image'; readonly box: Box; readonly words?: readonly WordPlace[]; readonly confidence?: number }
  | {
      readonly kind: 'cells'
      /** A1 notation, `"B4"` or `"A4:F4"`. */
      readonly range: string
      /** Where each column of a one-row `range` starts, counted from the segment's `charStart`; absent for a single cell. */
      readonly columnStarts?: readonly number[]
      /** The value behind each column's text where it says more (`1234.5` behind `$1,235`, an ISO date); null where the text is the value. Absent: all are. */
      readonly raw?: readonly (string | number | boolean | null)[]
    }
  | { readonly kind: 'slide'; readonly shape?: string }
  | { readonly kind: 'section'; /** 1-based in the document. */ readonly paragraph: number }
  | { readonly kind: 'lines'; /** 1-based in the file. */ readonly line: number }
  | { readonly kind: 'message'; readonly part: string }

/**
 * One line, paragraph, cell row or table row of a unit. Segments are ordered by `charStart`, never overlap, and cover all
 * text but the separators between them. An anchor for any slice of the unit is computed from them alone
 * (`narrowAnchor`), so parsers make them once and nothing later guesses a place.
 */
export interface Segment {
  readonly charStart: number
  readonly charEnd: number
  readonly role: SegmentRole
  /** Headings in force here, outermost first; a heading segment carries its own text as the last. */
  readonly headings?: readonly string[]
  /** Segments with the same number belong to one block (paragraph, table, list): chunks prefer to end between blocks. */
  readonly block: number
  readonly place: Place
  /** For table rows: the header row(s) of their table as one line, embedded with each group of rows. */
  readonly tableHeader?: string
}

/** Rows of a huge table, one a line of the unit's text: what its segments are made of when they are needed. */
export interface PackedRows {
  /** Row numbers as runs: first row, how many. */
  readonly runs: readonly (readonly [number, number])[]
  /** 1-based column of the first cell. */
  readonly left: number
  readonly role: SegmentRole
  readonly block: number
  readonly tableHeader?: string
  readonly headings?: readonly string[]
  /** By row, then by column from `left` on; see `Place`. */
  readonly raw?: readonly (readonly (string | number | boolean | null)[])[]
}

/** A unit as its parser made it: the text that is stored and quoted, and where each piece of it stands. */
export interface ParsedUnit {
  readonly unit: number
  readonly kind: AnchorKind
  readonly label: string
  readonly source: UnitSource
  /** Normalised once, by the parser; stored and quoted as it is. */
  readonly text: string
  /** Empty between reader and catalog where the unit is `packed`; whoever reads a unit of the catalog gets them. */
  readonly segments: readonly Segment[]
  readonly packed?: PackedRows
  /** Only its first rows are made into chunks: a later piece of a huge sheet, which is computed over and not searched row by row. */
  readonly isSampled?: boolean
  readonly confidence?: number
  readonly width?: number
  readonly height?: number
  readonly tables?: readonly Table[]
  readonly note?: string
  /** Facts that every anchor of this unit carries: sheet name, slide number, mail date and sender. */
  readonly facts?: UnitFacts
}

export interface UnitFacts {
  readonly sheet?: string
  readonly slide?: number
  readonly page?: number
  readonly date?: string
  readonly from?: string
}
