import { FolderPlus, ShieldCheck } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { currentViews, isRunning, type AnswerView } from '../../state/AnswerView.ts'
import { useStore } from '../../state/useStore.ts'
import { useWindow } from '../../state/WindowContext.ts'
import { text } from '../../text/text.ts'
import { AnswerArticle } from './AnswerArticle.tsx'
import { Composer } from './Composer.tsx'
import './ask.css'

/** A window that is open all day must not grow with the day, and an answer with its menus takes a fifth of a megabyte: older ones are drawn when they are asked for. */
const DRAWN = 15
const DRAWN_MORE = 50

/** The thread on the desk: questions, answers, and the place to ask the next one. */
export function AskPane({ onAddFolder }: { readonly onAddFolder: () => void }) {
  const { conversation, library } = useWindow()
  const { views, isLoading } = useStore(conversation.store)
  const isLoaded = useStore(library.store, (state) => state.isLoaded)
  const end = useRef<HTMLDivElement>(null)
  const lastKey = views.at(-1)?.key
  // What was asked again stands behind its newer answer, in its place.
  const shown = useMemo(() => currentViews(views), [views])
  const threadId = useStore(conversation.store, (state) => state.threadId)
  const [{ of, count: kept }, setWindow] = useState({ of: threadId, count: DRAWN })
  const setKept = (count: number) => setWindow({ of: threadId, count })
  const hidden = Math.max(0, shown.length - (of === threadId ? kept : DRAWN))

  // A new question moves to the top once; what follows grows downwards and moves nothing that is already read.
  useEffect(() => {
    if (lastKey !== undefined) end.current?.querySelector('article:last-of-type')?.scrollIntoView({ block: 'start' })
  }, [lastKey])

  return (
    <div className="ask">
      <div className="ask__scroll" ref={end} tabIndex={-1}>
        <div className="ask__column">
          {views.length === 0 && isLoaded && !isLoading && <Start onAddFolder={onAddFolder} />}
          {hidden > 0 && <Button className="ask__earlier" size="small" onClick={() => setKept((of === threadId ? kept : DRAWN) + DRAWN_MORE)}>{text.ask.earlierQuestions(hidden)}</Button>}
          {shown.slice(hidden).map((view) => <AnswerArticle key={view.key} view={view} earlier={views.find((before) => before.answerId !== null && before.answerId === view.replaces)} />)}
        </div>
      </div>
      <p className="visually-hidden" role="status">{announcement(views.at(-1))}</p>
      <Composer />
    </div>
  )
}

/** What a screen reader hears of an answer: that it began, and that it is there; never each word. */
function announcement(view: AnswerView | undefined): string {
  if (view === undefined) return ''
  if (isRunning(view)) return text.ask.phases.searching
  return view.phase === 'done' ? text.ask.ready(view.citations.length) : text.ask.phases[view.phase]
}

function Start({ onAddFolder }: { readonly onAddFolder: () => void }) {
  const { library, navigation } = useWindow()
  const documents = useStore(library.store, (state) => state.documents)
  if (documents.length > 0) {
    const ready = documents.filter(({ state }) => state === 'indexed' || state === 'unchanged').length
    return (
      <div className="start">
        <h1 className="start__title">{text.empty.readyTitle}</h1>
        <p className="start__note">{text.empty.ready(ready)}</p>
      </div>
    )
  }
  return (
    <div className="start">
      <h1 className="start__title">{text.empty.title}</h1>
      <ol className="start__lines">
        {text.empty.lines.map((line, index) => <li key={line}><span className="start__number" aria-hidden>{index + 1}</span>{line}</li>)}
      </ol>
      <div className="start__ways">
        <Button look="accent" onClick={onAddFolder}><FolderPlus size={15} aria-hidden />{text.files.addFolder}</Button>
        <Button onClick={() => void library.addSample()}>{text.empty.sample}</Button>
        <span className="start__hint">{text.empty.sampleNote}</span>
      </div>
      <p className="start__proof"><ShieldCheck size={16} aria-hidden /><span>{text.empty.proof} <button type="button" className="link" onClick={() => navigation.dialog.set('proof')}>{text.empty.prove}</button></span></p>
    </div>
  )
}
