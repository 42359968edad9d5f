import type { Box, ImageAnchor, PageAnchor } from '../../../src-shared/domain/anchor.ts'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'

/** A part of a quote and the place on its page; the texts of all parts, joined, are the quote. */
export interface BoxedPiece {
  readonly text: string
  readonly box: Box
}

/**
 * The quote cut at its lines, each part with its box. The boxes are the anchor's own; the cuts come from the unit's segments.
 * Without the unit, or where the two do not agree, the first box carries the whole quote: never less text than was quoted.
 */
export function boxedPieces(unit: ParsedUnit | null, anchor: PageAnchor | ImageAnchor, quote: string): BoxedPiece[] {
  const [firstBox] = anchor.boxes
  if (firstBox === undefined) return []
  const ends = unit === null ? [] : lineEnds(unit, anchor.charStart, anchor.charEnd)
  if (ends.length !== anchor.boxes.length) return anchor.boxes.map((box, index) => ({ box, text: index === 0 ? quote : '' }))
  return anchor.boxes.map((box, index) => {
    const start = index === 0 ? anchor.charStart : (ends[index - 1] ?? anchor.charEnd)
    const end = index === ends.length - 1 ? anchor.charEnd : (ends[index] ?? anchor.charEnd)
    return { box, text: quote.slice(start - anchor.charStart, end - anchor.charStart) }
  })
}

/** Where each touched line that has a box ends; the separator behind a line belongs to it. */
function lineEnds(unit: ParsedUnit, charStart: number, charEnd: number): number[] {
  const boxed = unit.segments.filter((segment) => {
    if (segment.charEnd <= charStart || segment.charStart >= charEnd) return false
    const { place } = segment
    if (place.kind !== 'page' && place.kind !== 'image') return false
    return place.words === undefined || place.words.some(([start, end]) => end > charStart && start < charEnd)
  })
  return boxed.map((_, index) => boxed[index + 1]?.charStart ?? charEnd)
}

export interface TextPiece {
  readonly text: string
  /** Where it starts in its unit. */
  readonly offset: number
  readonly isQuoted: boolean
}

/** `text`, which starts at `offset` in its unit, cut where the quote `[quoteStart, quoteEnd)` begins and ends. */
export function splitAtQuote(text: string, offset: number, quoteStart: number, quoteEnd: number): TextPiece[] {
  const start = Math.min(text.length, Math.max(0, quoteStart - offset))
  const end = Math.min(text.length, Math.max(start, quoteEnd - offset))
  return [{ text: text.slice(0, start), offset, isQuoted: false }, { text: text.slice(start, end), offset: offset + start, isQuoted: true }, { text: text.slice(end), offset: offset + end, isQuoted: false }].filter((piece) => piece.text !== '')
}

/** `text` cut where any of the ranges, which do not overlap, begins and ends. */
export function splitAtRanges(text: string, offset: number, ranges: readonly { readonly charStart: number; readonly charEnd: number }[]): TextPiece[] {
  const touching = ranges.filter(({ charStart, charEnd }) => charEnd > offset && charStart < offset + text.length)
  return touching.reduce<TextPiece[]>((pieces, { charStart, charEnd }) => pieces.flatMap((piece) => (piece.isQuoted ? [piece] : splitAtQuote(piece.text, piece.offset, charStart, charEnd))), [{ text, offset, isQuoted: false }])
}
