import type { BoxedPiece } from './quotePieces.ts'

interface QuoteMarksProps {
  readonly n: number
  readonly pieces: readonly BoxedPiece[]
  /** Of the page, in the boxes' unit. */
  readonly width: number
  readonly height: number
  readonly scale: number
}

/** The marker over a page or a picture: one rectangle a line, each carrying its own words of the quote, transparent. */
export function QuoteMarks({ n, pieces, width, height, scale }: QuoteMarksProps) {
  const percent = (part: number, whole: number) => `${(part / whole) * 100}%`
  return (
    <div className="quote-marks">
      {pieces.map(({ text, box: [left, top, right, bottom] }, index) => (
        <mark
          key={index} className="quote-mark" data-quote={n}
          style={{ left: percent(left, width), top: percent(top, height), width: percent(right - left, width), height: percent(bottom - top, height), fontSize: Math.max(1, (bottom - top) * scale * 0.8) }}
        >{text}</mark>
      ))}
    </div>
  )
}
