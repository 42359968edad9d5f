import { use } from 'react'
import { text } from '../../text/text.ts'
import { FoundRangeContext } from './FoundMatchContext.ts'
import { splitAtQuote, splitAtRanges } from './quotePieces.ts'
import { SteeringRangesContext } from './SteeringContext.ts'

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
export function QuotedText({ text: words, offset, quote, separator = '' }: QuotedTextProps) {
  if (quote === null || quote.charEnd <= offset || quote.charStart >= offset + words.length + separator.length) return <FoundText text={words} offset={offset} />
  const quotedSeparator = separator.slice(0, Math.max(0, quote.charEnd - offset - words.length))
  return (
    <>
      {splitAtQuote(words, offset, quote.charStart, quote.charEnd).map((piece) => {
        const inside = <FoundText key={piece.offset} text={piece.text} offset={piece.offset} />
        return piece.isQuoted ? <mark key={piece.offset} className="quoted" data-quote={quote.n}>{inside}</mark> : inside
      })}
      {quotedSeparator !== '' && <mark className="quoted quoted--separator" data-quote={quote.n}>{quotedSeparator}</mark>}
    </>
  )
}

/** Text with the part that a search stands at marked. */
function FoundText({ text: words, offset }: { readonly text: string; readonly offset: number }) {
  const found = use(FoundRangeContext)
  if (found === null || found.charEnd <= offset || found.charStart >= offset + words.length) return <SteeredText text={words} offset={offset} />
  return <>{splitAtQuote(words, offset, found.charStart, found.charEnd).map((piece) => (piece.isQuoted ? <mark key={piece.offset} className="found" data-found>{piece.text}</mark> : <SteeredText key={piece.offset} text={piece.text} offset={piece.offset} />))}</>
}

/** Text with the passages marked that try to steer an assistant. */
function SteeredText({ text: words, offset }: { readonly text: string; readonly offset: number }) {
  return <>{splitAtRanges(words, offset, use(SteeringRangesContext)).map((piece) => (piece.isQuoted ? <mark key={piece.offset} className="steering" title={text.source.steeringHere}>{piece.text}</mark> : piece.text))}</>
}
