import type { Answer, AnswerEvent } from '../../../src-shared/domain/answer.ts'
import type { QuestionSnapshot } from '../../../src-shared/domain/question.ts'
import type { StoredQuestion } from '../ports/QuestionStore.ts'
import { plainPassage } from './Course.ts'

type CheckedEvent = Extract<AnswerEvent, { readonly type: 'answer.checked' }>

/** Where an unanswered question stands, with the events that tell it; `checked` where the process that answers it knows more than the store. */
export function questionSnapshot(question: StoredQuestion, now: { readonly isRunning: boolean; readonly ahead: number; readonly checked?: CheckedEvent | undefined }): QuestionSnapshot {
  const { answerId, threadId, request, course, text, deltas } = question
  const events: AnswerEvent[] = question.stage === 'waiting' ? [] : [{ type: 'answer.started', answerId, question: request.question, threadId }]
  if (course !== undefined) events.push({ type: 'answer.retrieved', answerId, passages: course.retrieval.passages.map(plainPassage) })
  if (deltas > 0) events.push({ type: 'answer.delta', answerId, sequence: deltas - 1, text })
  if (now.checked !== undefined) events.push(now.checked)
  return {
    answerId, threadId, question: request.question, submitted: new Date(question.submittedMs).toISOString(),
    state: now.isRunning ? 'running' : 'waiting', stage: question.stage, ahead: now.ahead, events,
  }
}

/** A question whose answer is there: its last event says it all. */
export function finishedSnapshot(answer: Answer): QuestionSnapshot {
  const { answerId, threadId, question, asked, status, error } = answer
  const last: AnswerEvent = status === 'failed' && error !== undefined
    ? { type: 'answer.failed', answerId, error }
    : { type: status === 'cancelled' ? 'answer.cancelled' : 'answer.finished', answerId, answer }
  return {
    answerId, threadId: threadId ?? ('' as NonNullable<typeof threadId>), question, submitted: asked ?? '', state: 'done', stage: 'done', ahead: 0, events: [last],
  }
}
