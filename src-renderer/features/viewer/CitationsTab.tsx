import { useStore } from '../../state/useStore.ts'
import { useWindow } from '../../state/WindowContext.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { fileName } from '../../text/paths.ts'
import { placeInWords } from '../../text/placeInWords.ts'
import { text } from '../../text/text.ts'
import './viewer.css'

/** Every citation of the thread, question by question. */
export function CitationsTab() {
  const { conversation, source } = useWindow()
  const views = useStore(conversation.store, (state) => state.views)
  const cited = views.filter((view) => view.citations.length > 0)
  if (cited.length === 0) return <EmptyState title={text.source.noCitations} />
  return (
    <div className="citations">
      {cited.map((view) => (
        <section key={view.key} aria-label={text.source.citationsOf(view.question)}>
          <h2 className="citations__question">{view.question}</h2>
          <ol className="passages">
            {view.citations.map((citation) => (
              <li key={citation.n}>
                <button type="button" className="passage" onClick={() => source.openCitation(view.key, citation)}>
                  <span className="passage__place"><b>{citation.n} · {fileName(citation.path)}</b> · {placeInWords(citation.anchor)}</span>
                  <span className="passage__text" data-kind={citation.anchor.kind}>{citation.quote}</span>
                </button>
              </li>
            ))}
          </ol>
        </section>
      ))}
    </div>
  )
}
