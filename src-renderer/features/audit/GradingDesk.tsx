import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import type { AuditGrade, BlindItem } from '../../../src-shared/domain/blindAudit.ts'
import { Button } from '../../components/Button.tsx'
import { useStore } from '../../state/useStore.ts'
import { useWindow } from '../../state/WindowContext.ts'
import { fileName } from '../../text/paths.ts'
import { placeInWords } from '../../text/placeInWords.ts'
import { text } from '../../text/text.ts'

interface GradingDeskProps {
  readonly item: BlindItem
  /** 1-based. */
  readonly position: number
  readonly all: number
  readonly viewer: ReactNode
  readonly onGrade: (grade: AuditGrade, reason: string) => Promise<void>
  /** Back to the one before, whose grade a second one replaces; null at the first. */
  readonly onBefore: (() => void) | null
  readonly onPause: () => void
}

const KEYS: Readonly<Record<string, AuditGrade>> = { 1: 'useful', 2: 'partly', 3: 'wrong' }

/** One answer with its sources beside it, graded by one key. The keys work inside the desk only, so that nobody grades by chance. */
export function GradingDesk({ item, position, all, viewer, onGrade, onBefore, onPause }: GradingDeskProps) {
  const { source } = useWindow()
  const place = useStore(source.store, (state) => state.place)
  const [reason, setReason] = useState('')
  const isSending = useRef(false)
  const desk = useRef<HTMLDivElement>(null)
  useEffect(() => {
    desk.current?.focus()
    const first = item.sources[0]
    if (first === undefined) source.clear(false)
    else source.openQuote(first)
    return () => source.clear(false)
  }, [item, source])

  async function grade(given: AuditGrade) {
    // A key held down must not grade the next answer too.
    if (isSending.current) return
    isSending.current = true
    await onGrade(given, reason.trim())
    isSending.current = false
  }
  function press(event: KeyboardEvent) {
    const given = KEYS[event.key]
    const isTyping = event.target instanceof HTMLElement && /^(INPUT|TEXTAREA)$/.test(event.target.tagName)
    if (given === undefined || isTyping || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return
    event.preventDefault()
    void grade(given)
  }

  return (
    <div ref={desk} className="grading" role="group" aria-label={text.grading.position(position, all)} tabIndex={-1} onKeyDown={press}>
      <div className="grading__answer">
        <p className="grading__position">{text.grading.position(position, all)}</p>
        <h2>{item.question}</h2>
        <p className="grading__text">{item.text}</p>
        {item.sources.length > 0 && (
          <ol className="grading__sources" aria-label={text.ask.footnotes}>
            {item.sources.map((each) => (
              <li key={each.n}>
                <button type="button" className="passage" aria-current={place?.documentId === each.documentId && place.quote?.n === each.n} onClick={() => source.openQuote(each)}>
                  <span className="passage__place"><b>[{each.n}] {fileName(each.path)}</b> {placeInWords(each.anchor)}</span><span className="passage__text" data-kind={each.anchor.kind}>{each.quote}</span>
                </button>
              </li>
            ))}
          </ol>
        )}
        <label className="field"><span className="field__label">{text.grading.reason}</span><textarea className="input" rows={2} maxLength={4000} value={reason} onChange={({ target }) => setReason(target.value)} /></label>
        <div className="grading__grades">
          {Object.entries(KEYS).map(([key, given]) => <Button key={key} onClick={() => void grade(given)}><kbd className="keys">{key}</kbd>{text.ask.grades[given]}</Button>)}
        </div>
        <div className="grading__grades">
          {onBefore !== null && <Button size="small" look="quiet" onClick={onBefore}>{text.grading.before}</Button>}
          <Button size="small" look="quiet" onClick={onPause}>{text.grading.pause}</Button>
        </div>
      </div>
      <div className="grading__source">{viewer}</div>
    </div>
  )
}
