import type { Box } from '../../../src-shared/domain/anchor.ts'

/**
 * What stands on one page, as any source gives it (a text layer or OCR): the input of all layout rules. Coordinates are of the
 * page as displayed, origin at the top left; points for PDF, pixels for pictures.
 */
export interface PageContent {
  readonly width: number
  readonly height: number
  readonly words: readonly PageWord[]
  /** Drawn straight lines and thin filled rectangles: the borders of tables. */
  readonly rules: readonly Rule[]
  /** Pictures, for the decision whether a page needs OCR. */
  readonly pictures: readonly Box[]
  /** How many filled shapes are drawn that are not plain bars: hundreds mean letters drawn as outlines. */
  readonly shapes: number
}

/** Clockwise turn of the reading direction against left to right. */
export type Turn = 0 | 90 | 180 | 270

export interface PageWord {
  readonly text: string
  readonly box: Box
  readonly turn: Turn
  /** More than about ten degrees off every axis: stamps and watermarks. */
  readonly slanted: boolean
  /** Height of an em. */
  readonly size: number
  /** Where letters stand, on the axis across the reading direction, in the frame turned upright by `turn`. */
  readonly baseline: number
  readonly font: number
  readonly bold: boolean
  readonly italic: boolean
  /** Painted so that a person does not see it: white on white, or too small to read. */
  readonly hidden: boolean
  /** A space stood after it in the file. */
  readonly spaceAfter: boolean
  /** Marked by the file as page furniture (running header, page number). */
  readonly artifact: boolean
  /** 0 to 1; OCR only. */
  readonly confidence?: number
}

/** A straight line along an axis. */
export interface Rule {
  readonly horizontal: boolean
  /** y of a horizontal rule, x of a vertical one. */
  readonly at: number
  readonly from: number
  readonly to: number
}
