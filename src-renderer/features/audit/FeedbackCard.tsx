import { useState } from 'react'
import type { ExpectedAnswer } from '../../../src-shared/domain/blindAudit.ts'
import type { FeedbackProposal } from '../../../src-shared/domain/feedback.ts'
import { Button } from '../../components/Button.tsx'
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx'
import { fileName } from '../../text/paths.ts'
import { text } from '../../text/text.ts'

/** What a person approves; undefined: as proposed, with all quotes of the answer. */
export type Approved = ExpectedAnswer | null | undefined

interface FeedbackCardProps {
  readonly proposal: FeedbackProposal
  readonly onApprove: (expected: Approved) => Promise<void>
  readonly onDecline: () => Promise<void>
}

/** One answer with what was said of it, and what would be kept as right: taken from the answer, and open to be changed. */
export function FeedbackCard({ proposal: { question, text: answered, grade, note, sources, expected }, onApprove, onDecline }: FeedbackCardProps) {
  const [first] = sources
  // Of an answer that was not right the quotes are a beginning to be mended, never what is approved as it is.
  const [before] = useState({
    document: expected?.documents[0] ?? (first === undefined ? '' : fileName(first.path)), page: String(expected?.page ?? first?.anchor.unit ?? ''), quote: expected?.text ?? first?.quote ?? '', answer: '',
  })
  const [fields, setFields] = useState(before)
  const [isAsking, setIsAsking] = useState(false)
  const [isMissing, setIsMissing] = useState(expected === null)
  const isChanged = (Object.keys(before) as (keyof typeof before)[]).some((key) => fields[key] !== before[key])
  const isComplete = isMissing || (fields.document.trim() !== '' && (expected !== undefined || isChanged))

  function approved(): Approved {
    if (isMissing) return null
    if (expected !== null && expected !== undefined && !isChanged) return undefined
    const page = Math.round(Number(fields.page))
    return {
      documents: [fields.document.trim()], ...(page > 0 ? { page } : {}), ...(fields.quote.trim() === '' ? {} : { text: fields.quote.trim() }), ...(fields.answer.trim() === '' ? {} : { answer: fields.answer.trim() }),
    }
  }
  const edit = (key: keyof typeof fields) => ({ value: fields[key], disabled: isMissing, onChange: ({ target }: { readonly target: { readonly value: string } }) => setFields({ ...fields, [key]: target.value }) })

  return (
    <li className="feedback-card" aria-label={question}>
      <h2>{question}</h2>
      <p><span className={grade === 'wrong' ? 'tag tag--bad' : grade === 'partly' ? 'tag tag--warn' : 'tag tag--accent'}>{text.feedback.called(grade)}</span>{note !== undefined && <em> {note}</em>}</p>
      <p className="grading__text">{answered}</p>
      <label className="feedback-card__check"><input type="checkbox" checked={isMissing} onChange={({ target }) => setIsMissing(target.checked)} />{text.feedback.notInLibrary}</label>
      <div className="grading-choose__fields">
        <label className="field"><span className="field__label">{text.feedback.document}</span><input className="input" maxLength={1024} {...edit('document')} /></label>
        <label className="field"><span className="field__label">{text.feedback.page}</span><input className="input" type="number" min={1} {...edit('page')} /></label>
        <label className="field"><span className="field__label">{text.feedback.answer}</span><input className="input" maxLength={4000} {...edit('answer')} /></label>
      </div>
      <label className="field"><span className="field__label">{text.feedback.quote}</span><textarea className="input" rows={3} maxLength={20_000} {...edit('quote')} /></label>
      <div className="grading__grades">
        <Button look="accent" disabled={!isComplete} onClick={() => void onApprove(approved())}>{text.feedback.approve}</Button>
        <Button look="quiet" onClick={() => setIsAsking(true)}>{text.feedback.decline}</Button>
      </div>
      <ConfirmDialog isOpen={isAsking} title={text.feedback.declineTitle} body={text.feedback.declineBody} confirm={text.feedback.decline} onClose={() => setIsAsking(false)} onConfirm={() => void onDecline()} />
      {!isComplete && <p className="field__note">{text.feedback.missing}</p>}
    </li>
  )
}
