import { useRef, type KeyboardEvent } from 'react'
import { useWindow } from '../../state/WindowContext.ts'
import { earlierQuestions, walkHistory, type HistoryWalk } from './walkHistory.ts'

/** As far back as anybody presses a key. */
const KEPT = 200

/**
 * The up arrow brings earlier questions back, those of the thread and then those of the library, the down arrow goes forward to what was being written. An arrow
 * moves in the text as ever while the text is a person's own, until it stands at its beginning.
 */
export function useQuestionHistory(question: string, setQuestion: (question: string) => void) {
  const { client, conversation, notices } = useWindow()
  const walk = useRef<HistoryWalk | null>(null)
  const recalled = useRef<string | null>(null)
  const ofLibrary = useRef<Promise<readonly string[]> | null>(null)

  function step(direction: 'older' | 'newer', questions: readonly string[]): boolean {
    const next = walkHistory(questions, walk.current, direction, question)
    if (next === null) return false
    walk.current = next.walk
    recalled.current = next.walk === null ? null : next.text
    setQuestion(next.text)
    return true
  }
  function end() {
    walk.current = null
    recalled.current = null
    ofLibrary.current = null
  }
  async function goOlder() {
    const ofThread = conversation.store.get().views.map((view) => view.question)
    if (walk.current === null) ofLibrary.current = null
    ofLibrary.current ??= client.call('audit.list', { limit: KEPT }).then((entries) => entries.map((entry) => entry.question), (thrown: unknown) => {
      notices.fail(thrown)
      return []
    })
    step('older', earlierQuestions(ofThread, await ofLibrary.current))
  }
  async function goNewer() {
    const ofThread = conversation.store.get().views.map((view) => view.question)
    step('newer', earlierQuestions(ofThread, await (ofLibrary.current ?? [])))
  }

  return {
    /** After a question was asked: the walk is over. */
    end,
    /** True when the key was used. */
    press(event: KeyboardEvent<HTMLTextAreaElement>): boolean {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.nativeEvent.isComposing) return false
      const { selectionStart, selectionEnd } = event.currentTarget
      const isAsRecalled = recalled.current === question
      if (!isAsRecalled) {
        // Changed by hand: from here on it is a draft.
        walk.current = null
        recalled.current = null
      }
      if (event.key === 'ArrowUp' && (isAsRecalled || (selectionStart === 0 && selectionEnd === 0))) void goOlder()
      else if (event.key === 'ArrowDown' && isAsRecalled) void goNewer()
      else return false
      event.preventDefault()
      return true
    },
  }
}
