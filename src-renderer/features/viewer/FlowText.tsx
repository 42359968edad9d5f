import type { AnchorKind } from '../../../src-shared/domain/anchor.ts'
import { QuotedText, type QuoteRange } from './QuotedText.tsx'
import { textBlocks, type TextBlock } from './unitBlocks.ts'
import type { TextSegment } from './unitBlocks.ts'

interface FlowTextProps {
  readonly segments: readonly TextSegment[]
  readonly quote: QuoteRange | null
  readonly kind: AnchorKind
}

/** Running text of documents, slides and mails, each block as what its parser took it for. */
export function FlowText({ segments, quote, kind }: FlowTextProps) {
  return (
    <div className={`sheet flow flow--${kind}`}>
      {textBlocks(segments).map((block) => <Block key={block.segments[0]?.segment.charStart} block={block} quote={quote} />)}
    </div>
  )
}

function Block({ block, quote }: { readonly block: TextBlock; readonly quote: QuoteRange | null }) {
  const pieces = block.segments.map(({ segment, text, separator }) => (
    <span key={segment.charStart} className="flow__piece"><QuotedText text={text} offset={segment.charStart} quote={quote} separator={separator} /></span>
  ))
  if (block.role === 'heading') return <div role="heading" aria-level={Math.min(6, block.level + 2)} className={`flow__heading flow__heading--${Math.min(3, block.level)}`}>{pieces}</div>
  return <div className={`flow__block flow__block--${block.role}`}>{pieces}</div>
}
