import { memo } from 'react'
import type { AnswerSentence, Citation } from '../../../src-shared/domain/answer.ts'
import { useStore } from '../../state/useStore.ts'
import { useWindow } from '../../state/WindowContext.ts'
import { text } from '../../text/text.ts'
import { doubtInWords } from './doubtInWords.ts'
import { noteInWords } from './noteInWords.ts'

interface FootnoteListProps {
  readonly citations: readonly Citation[]
  readonly sentences: readonly AnswerSentence[]
  readonly currentNote: number | null
  readonly onOpen: (citation: Citation) => void
}

/** Every citation with its quote, its place and what is in doubt about it; then doubts that no source stands behind. */
export const FootnoteList = memo(function FootnoteList({ citations, sentences, currentNote, onOpen }: FootnoteListProps) {
  const uncited = sentences.filter((sentence) => sentence.citations.length === 0 && sentence.verdict !== 'supported')
  return (
    <div className="notes">
      <ol aria-label={text.ask.footnotes}>
        {citations.map((citation) => (
          <li key={citation.n}>
            <Note citation={citation} isCurrent={currentNote === citation.n} doubts={sentences.filter((sentence) => sentence.citations.includes(citation.n)).flatMap((sentence) => doubtInWords(sentence) ?? [])} onOpen={onOpen} />
          </li>
        ))}
      </ol>
      {uncited.map((sentence, index) => (
        <p key={index} className="note note--uncited">
          <span className="note__number">–</span>
          <span className="note__body"><span className="note__quote">{sentence.text}</span><span className="note__tags"><span className="tag tag--warn">{doubtInWords(sentence)}</span></span></span>
        </p>
      ))}
    </div>
  )
})

function Note({ citation, isCurrent, doubts, onOpen }: { readonly citation: Citation; readonly isCurrent: boolean; readonly doubts: readonly string[]; readonly onOpen: (citation: Citation) => void }) {
  const { library } = useWindow()
  const document = useStore(library.store, (state) => state.byId.get(citation.documentId))
  return (
    <button type="button" className="note" data-current={isCurrent} aria-current={isCurrent} onClick={() => onOpen(citation)}>
      <span className="note__number">{citation.n}</span>
      <span className="note__body">
        <q className="note__quote">{citation.quote}</q>
        <span className="note__place">{noteInWords(citation, document)}</span>
        {(doubts.length > 0 || citation.stale !== false) && (
          <span className="note__tags">
            {[...new Set(doubts)].map((doubt) => <span key={doubt} className="tag tag--warn">{doubt}</span>)}
            {citation.stale !== false && <span className="tag tag--warn">{text.ask.stale[citation.stale]}</span>}
          </span>
        )}
      </span>
    </button>
  )
}
