import { use } from 'react'
import { FoundRangeContext } from './FoundMatchContext.ts'
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
  if (quote === null || quote.charEnd <= offset || quote.charStart >= offset + text.length + separator.length) return <FoundText text={text} offset={offset} />
  const quotedSeparator = separator.slice(0, Math.max(0, quote.charEnd - offset - text.length))
  return (
    <>
      {splitAtQuote(text, offset, quote.charStart, quote.charEnd).map((piece) => {
        const inside = <FoundText key={piece.offset} text={piece.text} offset={piece.offset} />
        return piece.isQuoted ? <mark key={piece.offset} className="quoted" data-quote={quote.n}>{inside}</mark> : inside
      })}
      {quotedSeparator !== '' && <mark className="quoted quoted--separator" data-quote={quote.n}>{quotedSeparator}</mark>}
    </>
  )
}

/** Text with the part that a search stands at marked. */
function FoundText({ text, offset }: { readonly text: string; readonly offset: number }) {
  const found = use(FoundRangeContext)
  if (found === null || found.charEnd <= offset || found.charStart >= offset + text.length) return <>{text}</>
  return <>{splitAtQuote(text, offset, found.charStart, found.charEnd).map((piece) => (piece.isQuoted ? <mark key={piece.offset} className="found" data-found>{piece.text}</mark> : piece.text))}</>
}
