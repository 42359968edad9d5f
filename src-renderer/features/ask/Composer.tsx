import { useEffect, useRef, useState, type FormEvent, type KeyboardEvent } from 'react'
import { Button } from '../../components/Button.tsx'
import { isRunning } from '../../state/AnswerView.ts'
import { useStore } from '../../state/useStore.ts'
import { useWindow } from '../../state/WindowContext.ts'
import { text } from '../../text/text.ts'
import { EVERYTHING, filterOf, type Scope } from './Scope.ts'
import { useQuestionHistory } from './useQuestionHistory.ts'
import { ScopeChips } from './ScopeChips.tsx'

/** The contract's limit for a question. */
const MAX_QUESTION_CHARS = 4000

/** Where a question is typed. Enter asks, Shift+Enter breaks the line, the arrows up and down walk through earlier questions. */
export function Composer() {
  const { conversation, navigation, source } = useWindow()
  const views = useStore(conversation.store, (state) => state.views)
  const focusRequests = useStore(navigation.focusRequests)
  const [question, setQuestion] = useState('')
  const [scope, setScope] = useState<Scope>(EVERYTHING)
  const field = useRef<HTMLTextAreaElement>(null)
  const history = useQuestionHistory(question, setQuestion)
  const running = views.some(isRunning)

  useEffect(() => field.current?.focus(), [focusRequests])

  function submit(event?: FormEvent) {
    event?.preventDefault()
    const asked = question.trim()
    if (asked === '' || running) return
    setQuestion('')
    history.end()
    source.clear(true)
    void conversation.ask(asked, filterOf(scope))
  }
  function press(event: KeyboardEvent<HTMLTextAreaElement>) {
    // A key that ends the input of a Japanese or Chinese word is not the end of the question.
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault()
      submit()
    }
    history.press(event)
  }

  return (
    <form className="composer" onSubmit={submit}>
      <div className="composer__box">
        <textarea
          ref={field} className="composer__field" aria-label={text.ask.question} rows={1} value={question} maxLength={MAX_QUESTION_CHARS}
          placeholder={views.length === 0 ? text.ask.placeholder : text.ask.followUp} onChange={(event) => setQuestion(event.target.value)} onKeyDown={press}
        />
        <div className="composer__row">
          <ScopeChips scope={scope} onChange={setScope} />
          {running
            ? <Button className="composer__ask" hint={text.shortcuts.stop} shortcut="stop" onClick={() => void conversation.stop()}>{text.ask.stop}</Button>
            : <Button className="composer__ask" type="submit" look="accent" disabled={question.trim() === ''}>{text.ask.ask}</Button>}
        </div>
      </div>
    </form>
  )
}
