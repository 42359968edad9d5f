import { splitAtQuote } from './quotePieces.ts'

export interface QuoteRange {
  readonly n: number
  readonly charStart: number
  readonly charEnd: number
}

interface QuotedTextProps {
  readonly text: string
  /** Where `text` starts in its unit. */
  readonly offset: number
  readonly quote: QuoteRange | null
  /** The separator behind this piece, part of the quote but not of what is drawn. */
  readonly separator?: string
}

/** Text of a document, with the quoted part marked. It is only ever text: whatever markup it holds is shown, not obeyed. */
export function QuotedText({ text, offset, quote, separator = '' }: QuotedTextProps) {
  if (quote === null || quote.charEnd <= offset || quote.charStart >= offset + text.length + separator.length) return <>{text}</>
  const quotedSeparator = separator.slice(0, Math.max(0, quote.charEnd - offset - text.length))
  return (
    <>
      {splitAtQuote(text, offset, quote.charStart, quote.charEnd).map((piece, index) => (piece.isQuoted ? <mark key={index} className="quoted" data-quote={quote.n}>{piece.text}</mark> : piece.text))}
      {quotedSeparator !== '' && <mark className="quoted quoted--separator" data-quote={quote.n}>{quotedSeparator}</mark>}
    </>
  )
}
