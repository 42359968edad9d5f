import { HoverCard } from 'radix-ui'
import { memo, useRef, useState } from 'react'
import type { Citation } from '../../../src-shared/domain/answer.ts'
import { useStore } from '../../state/useStore.ts'
import { useWindow } from '../../state/WindowContext.ts'
import { text } from '../../text/text.ts'
import { noteInWords } from './noteInWords.ts'

interface FootnoteChipProps {
  readonly n: number
  /** Absent while the answer is still being written. */
  readonly citation: Citation | undefined
  readonly isCurrent: boolean
  readonly onOpen: (citation: Citation) => void
}

/** Soon enough to feel like looking, late enough not to flicker under a passing pointer. */
const CARD_OPEN_MS = 160
const CARD_CLOSE_MS = 120

/** A footnote's number in the text: hover or focus shows its quote, a click opens its source. */
export const FootnoteChip = memo(function FootnoteChip({ n, citation, ...rest }: FootnoteChipProps) {
  if (citation === undefined) return <button type="button" className="chip-note" aria-label={text.ask.footnote(n)} aria-disabled>{n}</button>
  return <OpenableChip n={n} citation={citation} {...rest} />
})

function OpenableChip({ n, citation, isCurrent, onOpen }: FootnoteChipProps & { readonly citation: Citation }) {
  const { library, source } = useWindow()
  const document = useStore(library.store, (state) => state.byId.get(citation.documentId))
  const [isCardOpen, setIsCardOpen] = useState(false)
  // A click has shown the quote in its place; the card would only lie over what it shows. Coming to the chip again brings it back.
  const isUsed = useRef(false)
  const chip = useRef<HTMLButtonElement>(null)
  /** A drawer may have come over the chip since the pointer did. */
  const isApproached = () => chip.current?.matches(':hover, :focus') === true && !isUsed.current
  function approach() {
    isUsed.current = false
    source.expected.set(citation.documentId)
  }
  return (
    <HoverCard.Root open={isCardOpen} onOpenChange={(isOpen) => setIsCardOpen(isOpen && isApproached())} openDelay={CARD_OPEN_MS} closeDelay={CARD_CLOSE_MS}>
      <HoverCard.Trigger asChild>
        <button
          ref={chip} type="button" className="chip-note" aria-label={text.ask.footnote(n)} data-current={isCurrent} onPointerEnter={approach} onFocus={approach}
          onClick={() => {
            isUsed.current = true
            setIsCardOpen(false)
            onOpen(citation)
          }}
        >{n}</button>
      </HoverCard.Trigger>
      <HoverCard.Portal>
        <HoverCard.Content className="note-card" sideOffset={6} collisionPadding={12}>
          <blockquote className="note-card__quote">{citation.quote}</blockquote>
          <p className="note-card__place">{noteInWords(citation, document)}</p>
          {citation.stale !== false && <p className="tag tag--warn">{text.ask.stale[citation.stale]}</p>}
        </HoverCard.Content>
      </HoverCard.Portal>
    </HoverCard.Root>
  )
}
