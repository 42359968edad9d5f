import { QuotedText, type QuoteRange } from './QuotedText.tsx'
import type { TextSegment } from './unitBlocks.ts'

/** Text and source code with the line numbers of the file. */
export function LinesText({ segments, quote }: { readonly segments: readonly TextSegment[]; readonly quote: QuoteRange | null }) {
  return (
    <div className="sheet lines">
      {segments.map(({ segment, text, separator }) => (
        <div key={segment.charStart} className={`lines__row lines__row--${segment.role}`}>
          <span className="lines__number" aria-hidden>{segment.place.kind === 'lines' ? segment.place.line : ''}</span>
          <span className="lines__text"><QuotedText text={text} offset={segment.charStart} quote={quote} separator={separator} /></span>
        </div>
      ))}
    </div>
  )
}
