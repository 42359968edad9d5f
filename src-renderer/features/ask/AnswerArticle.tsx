import { TriangleAlert } from 'lucide-react'
import { memo, useCallback, useState } from 'react'
import type { Answer, Citation } from '../../../src-shared/domain/answer.ts'
import { useDelayed } from '../../components/useDelayed.ts'
import { isRunning, type AnswerView } from '../../state/AnswerView.ts'
import { useStore } from '../../state/useStore.ts'
import { useWindow } from '../../state/WindowContext.ts'
import { duration } from '../../text/amounts.ts'
import { text } from '../../text/text.ts'
import { AnswerActions } from './AnswerActions.tsx'
import { AnswerText } from './AnswerText.tsx'
import { ComputationNote } from './ComputationNote.tsx'
import { FootnoteList } from './FootnoteList.tsx'
import { settledText } from './parseAnswerText.ts'
import { UnderstoodChips } from './UnderstoodChips.tsx'
import { PassageList } from '../../components/PassageList.tsx'

function sourcesInWords({ citations }: Answer): string {
  return citations.length === 0 ? '' : `${text.ask.sources(new Set(citations.map((citation) => citation.documentId)).size)} · `
}

/** One question with its answer, from the first moment to the last footnote. */
export const AnswerArticle = memo(function AnswerArticle({ view, earlier }: { readonly view: AnswerView; readonly earlier?: AnswerView | undefined }) {
  const [showsEarlier, setShowsEarlier] = useState(false)
  const { conversation, source, library } = useWindow()
  const currentNote = useStore(source.store, (state) => (state.place?.answerKey === view.key ? (state.place.quote?.n ?? null) : null))
  const running = isRunning(view)
  const { answer } = view
  const isNotFound = answer?.status === 'not_found'
  const documents = useStore(library.store, (state) => (isNotFound ? state.documents.length : 0))
  const shown = running ? settledText(view.text) : view.text
  const isLong = useDelayed(running && shown === '')
  const openCitation = useCallback((citation: Citation) => source.openCitation(view.key, citation), [source, view.key])
  // In a "not found" without any mark the engine's text only says so; the window says it with what was searched.
  const hasText = shown.trim() !== '' && !(isNotFound && view.citations.length === 0)

  return (
    <article className="answer" aria-label={text.ask.answer} aria-busy={running}>
      <h2 className="answer__question">{view.question}</h2>
      <div className="answer__meta">
        {running
          ? <span>{text.ask.phases[view.phase]}</span>
          : answer !== null && (
            <>
              <span>{sourcesInWords(answer)}{duration(answer.timingsMs.total)}</span>
              <button type="button" className="link" onClick={() => source.showAudit(view.key)}>{text.ask.showAudit}</button>
            </>
          )}
      </div>
      {answer?.analysis !== undefined && <UnderstoodChips analysis={answer.analysis} onWithout={(without) => void conversation.askAgain(answer.answerId, { without })} />}
      {answer?.rewritten !== undefined && answer.rewritten !== answer.question && <p className="answer__rewritten">{text.ask.rewritten(answer.rewritten)}</p>}
      {view.phase === 'stopped' && <p className="answer__stopped">{text.ask.stopped}</p>}
      {view.phase === 'failed' && view.error !== null && (
        <div className="answer__error" role="alert"><p>{view.error.message}</p>{view.error.action !== undefined && <p>{view.error.action}</p>}</div>
      )}
      {isNotFound && !hasText && <p className="answer__lead">{answer.grade === 'closest' ? text.ask.closest : text.ask.notFound}</p>}
      {isLong && !hasText && <div className="skeleton" aria-hidden><i /><i /><i /></div>}
      {hasText && <AnswerText raw={shown} sentences={view.sentences} citations={view.citations} currentNote={currentNote} onOpen={openCitation} />}
      {answer?.computation !== undefined && <ComputationNote computation={answer.computation} />}
      {answer !== null && answer.warnings.length > 0 && (
        <ul className="warnings">
          {answer.warnings.map((warning) => (
            <li key={`${warning.code}${warning.message}`}><TriangleAlert size={14} aria-hidden /><span><b>{text.ask.warnings[warning.code] ?? warning.code}.</b> {warning.message}</span></li>
          ))}
        </ul>
      )}
      {!running && view.citations.length > 0 && <FootnoteList citations={view.citations} sentences={view.sentences} currentNote={currentNote} onOpen={openCitation} />}
      {isNotFound && (
        <div className="nearest">
          <p className="nearest__searched">{text.ask.searched(view.passages.length, documents)}</p>
          {view.passages.length === 0 ? <p>{text.ask.nothingNear}</p> : <PassageList label={text.ask.nearest} passages={view.passages.slice(0, 5)} onOpen={(passage) => source.openPassage(passage)} />}
        </div>
      )}
      {answer !== null && <AnswerActions answer={answer} />}
      {earlier !== undefined && !running && <button type="button" className="link answer__earlier" aria-expanded={showsEarlier} onClick={() => setShowsEarlier(!showsEarlier)}>{showsEarlier ? text.ask.earlierHide : text.ask.earlier}</button>}
      {earlier !== undefined && showsEarlier && (
        <section className="answer__before" aria-label={text.ask.earlierLabel(earlier.question)}>
          <h3>{earlier.question}</h3>
          <AnswerText raw={earlier.text} sentences={earlier.sentences} citations={earlier.citations} currentNote={null} onOpen={(citation) => source.openCitation(earlier.key, citation)} />
        </section>
      )}
    </article>
  )
})
