import { describe, expect, it } from 'vitest'
import type { Answer } from '../../../src-shared/domain/answer.ts'
import type { AnswerId } from '../../../src-shared/domain/ids.ts'
import { applyAnswerEvent } from '../../../src-renderer/state/applyAnswerEvent.ts'
import { isRunning, newAnswerView } from '../../../src-renderer/state/AnswerView.ts'

const answerId = 'a' as AnswerId
const view = { ...newAnswerView('k', 'Why?'), answerId }
const delta = (sequence: number, text: string) => ({ type: 'answer.delta', answerId, sequence, text }) as const
const answer = { answerId, question: 'Why?', text: 'Because. [1]', status: 'answered', sentences: [], citations: [], passages: [] } as unknown as Answer

describe('an answer as its events arrive', () => {
  it('grows by its deltas and takes none twice', () => {
    const grown = [delta(0, 'Be'), delta(1, 'cause'), delta(1, 'cause'), delta(0, 'Be')].reduce(applyAnswerEvent, view)
    expect(grown.text).toBe('Because')
    expect(isRunning(grown)).toBe(true)
  })
  it('ends with the recorded text, and what comes later changes nothing', () => {
    const done = applyAnswerEvent(applyAnswerEvent(view, delta(0, 'Bec')), { type: 'answer.finished', answerId, answer })
    expect(done).toMatchObject({ phase: 'done', text: 'Because. [1]', key: 'k' })
    expect(applyAnswerEvent(done, delta(1, 'x'))).toBe(done)
  })
  it('keeps what a person can do about a failure', () => {
    const failed = applyAnswerEvent(view, { type: 'answer.failed', answerId, error: { code: 'MODEL_CRASHED', message: 'It stopped.', action: 'Choose a smaller one.' } })
    expect(failed).toMatchObject({ phase: 'failed', error: { message: 'It stopped.', action: 'Choose a smaller one.' } })
  })
})
