import { Copy, Download } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import type { Answer } from '../../../src-shared/domain/answer.ts'
import { Button } from '../../components/Button.tsx'
import { Menu, MenuItem } from '../../components/Menu.tsx'
import { useWindow } from '../../state/WindowContext.ts'
import { text } from '../../text/text.ts'
import { AskAgainMenu } from './AskAgainMenu.tsx'
import { copyWithFootnotes } from './copyWithFootnotes.ts'

type Grade = keyof typeof text.ask.grades

/** Copy, export, and what a person thought of the answer. */
export function AnswerActions({ answer }: { readonly answer: Answer }) {
  const { client, notices } = useWindow()
  const [grade, setGrade] = useState<Grade | null>(null)
  const [note, setNote] = useState('')
  const [isNoteSent, setIsNoteSent] = useState(false)

  /** An action that gives false was called off by the person: nothing to confirm. */
  async function attempt(action: () => Promise<unknown>, done?: string) {
    try {
      if (await action() !== false && done !== undefined) notices.tell(done)
    } catch (thrown) {
      notices.fail(thrown)
    }
  }
  async function giveFeedback(next: Grade) {
    setGrade(next)
    setIsNoteSent(false)
    await attempt(() => client.call('questions.feedback', { answerId: answer.answerId, grade: next }), next === 'useful' ? text.ask.feedbackThanks : undefined)
  }
  async function sendNote(event: FormEvent) {
    event.preventDefault()
    if (grade === null) return
    await attempt(() => client.call('questions.feedback', { answerId: answer.answerId, grade, ...(note.trim() === '' ? {} : { note: note.trim() }) }), text.ask.feedbackThanks)
    setIsNoteSent(true)
  }

  return (
    <div className="answer-actions">
      <div className="answer-actions__row">
        <div className="answer-actions__group">
          <Button look="quiet" size="small" onClick={() => void attempt(() => copyWithFootnotes(answer), text.ask.copied)}><Copy size={14} aria-hidden />{text.ask.copy}</Button>
          <Menu trigger={<Button look="quiet" size="small"><Download size={14} aria-hidden />{text.ask.export}</Button>}>
            {Object.entries(text.ask.exportFormats).map(([format, name]) => (
              <MenuItem key={format} onSelect={() => void attempt(() => client.files.saveAnswer(answer.answerId, format), text.ask.exported(name))}>{name}</MenuItem>
            ))}
          </Menu>
          <AskAgainMenu answer={answer} />
        </div>
        <div className="answer-actions__grades" role="group" aria-label={text.ask.feedback}>
          {(Object.keys(text.ask.grades) as Grade[]).map((option) => (
            <Button key={option} look="quiet" size="small" aria-pressed={grade === option} onClick={() => void giveFeedback(option)}>{text.ask.grades[option]}</Button>
          ))}
        </div>
      </div>
      {grade !== null && grade !== 'useful' && !isNoteSent && (
        <form className="answer-actions__note" onSubmit={(event) => void sendNote(event)}>
          <input className="input" aria-label={text.ask.feedbackNote} placeholder={text.ask.feedbackNote} value={note} onChange={(event) => setNote(event.target.value)} maxLength={4000} />
          <Button type="submit" size="small">{text.ask.feedbackSend}</Button>
        </form>
      )}
    </div>
  )
}
