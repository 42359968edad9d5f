import type { AnswerEvent } from '../../src-shared/domain/answer.ts'
import { finishedAnswerView, type AnswerView } from './AnswerView.ts'

/** The view after one event. Late or repeated events change nothing: a transport may deliver them again after a reconnect. */
export function applyAnswerEvent(view: AnswerView, event: AnswerEvent): AnswerView {
  if (view.answer !== null || view.phase === 'failed') return view
  switch (event.type) {
    case 'answer.started':
      return view
    case 'answer.retrieved':
      return { ...view, phase: 'reading', passages: event.passages }
    case 'answer.delta':
      if (event.sequence <= view.lastSequence) return view
      return { ...view, phase: 'writing', text: view.text + event.text, lastSequence: event.sequence }
    case 'answer.checked':
      return { ...view, phase: 'checking', sentences: event.sentences, citations: event.citations }
    case 'answer.finished':
    case 'answer.cancelled':
      return finishedAnswerView(event.answer, view.key, view.filter)
    case 'answer.failed': {
      const { message, action } = event.error
      return { ...view, phase: 'failed', error: { message, ...(action === undefined ? {} : { action }) } }
    }
    default:
      return event satisfies never
  }
}
