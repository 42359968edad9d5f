import { describe, expect, it } from 'vitest'
import type { Answer, AnswerEvent } from '../../../src-shared/domain/answer.ts'
import type { AnswerId } from '../../../src-shared/domain/ids.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../../src-shared/domain/settings.ts'
import type { AnswerRequest } from '../../../src-main/core/answering/Answering.ts'
import { createQuestionDesk } from '../../../src-main/core/answering/QuestionDesk.ts'

/** Answers when told to, and keeps what it was asked. */
function openAnswering() {
  const asked: AnswerRequest[] = []
  const gates = new Map<string, PromiseWithResolvers<undefined>>()
  const log: string[] = []
  return {
    asked, log,
    gate(question: string) { const gate = Promise.withResolvers<undefined>(); gates.set(question, gate); return gate },
    async *ask(request: AnswerRequest, signal?: AbortSignal): AsyncGenerator<AnswerEvent, Answer> {
      asked.push(request)
      log.push(`begin ${request.question}`)
      const answerId = request.answerId as AnswerId
      yield { type: 'answer.started', answerId, question: request.question }
      const aborted = new Promise<void>((resolve) => { signal?.addEventListener('abort', () => resolve()) })
      await Promise.race([gates.get(request.question)?.promise, aborted])
      log.push(`end ${request.question}`)
      const answer = { answerId, status: signal?.aborted === true ? 'cancelled' : 'answered' } as Answer
      yield { type: signal?.aborted === true ? 'answer.cancelled' : 'answer.finished', answerId, answer }
      return answer
    },
    replay: () => Promise.reject(new Error('not asked for')),
  }
}

function openDesk(settings: Settings = DEFAULT_SETTINGS) {
  const answering = openAnswering()
  const events: AnswerEvent[] = []
  const waiting: { type: string; resolve: () => void }[] = []
  const yields: boolean[] = []
  let id = 0
  const desk = createQuestionDesk({
    answering, settings: () => settings, heldBack: (model) => (model === 'weak' ? 'weak has not passed.' : undefined), clock: { now: () => 0, monotonic: () => 0 }, ids: { next: (prefix) => `${prefix}${++id}` },
    logger: { log: () => undefined }, yieldTo: (on) => yields.push(on),
    emit(event) { events.push(event); for (const one of waiting.splice(0)) { if (one.type === event.type) one.resolve(); else waiting.push(one) } },
  })
  return { answering, desk, events, yields, next: (type: string) => new Promise<void>((resolve) => waiting.push({ type, resolve })) }
}

describe('the question desk', () => {
  it('answers one question after the other, in the order they came', async () => {
    const { answering, desk, next } = openDesk()
    const first = answering.gate('first')
    answering.gate('second').resolve(undefined)
    desk.submit({ question: 'first' })
    const started = next('answer.started')
    desk.submit({ question: 'second' })
    await started
    expect(answering.log).toEqual(['begin first'])
    const finished = next('answer.finished').then(() => next('answer.finished'))
    first.resolve(undefined)
    await finished
    expect(answering.log).toEqual(['begin first', 'end first', 'begin second', 'end second'])
  })

  it('lets the next question begin when a caller walks away from its answer', async () => {
    const { answering, desk } = openDesk()
    answering.gate('kept').resolve(undefined)
    for await (const event of desk.ask({ question: 'left' })) if (event.type === 'answer.started') break
    const kept = desk.ask({ question: 'kept' })
    await kept.next()
    expect(answering.log).toContain('begin kept')
    await kept.return({} as Answer)
  })

  it('cancels a running question by its id, and says when there is none', async () => {
    const { answering, desk, next } = openDesk()
    answering.gate('long')
    const started = next('answer.started')
    const answerId = desk.submit({ question: 'long' })
    await started
    const cancelled = next('answer.cancelled')
    expect(desk.cancel(answerId)).toBe('cancelled')
    await cancelled
    await desk.close()
    expect(desk.cancel(answerId)).toBe('notRunning')
  })

  it('makes background work yield exactly while a question is in hand', async () => {
    const { answering, desk, yields, next } = openDesk()
    answering.gate('one').resolve(undefined)
    const finished = next('answer.finished')
    desk.submit({ question: 'one' })
    await finished
    await desk.close()
    expect(yields).toEqual([true, false])
  })

  it('refuses an empty question before it waits for anything', () => {
    expect(() => openDesk().desk.submit({ question: '  ' })).toThrow(expect.objectContaining({ code: 'QUESTION_EMPTY' }))
  })
})

describe('a chat model that has not proved itself', () => {
  const settings: Settings = { ...DEFAULT_SETTINGS, answering: { ...DEFAULT_SETTINGS.answering, mode: 'generated' }, models: { ...DEFAULT_SETTINGS.models, chat: 'weak' } }

  it('does not write of its own accord, and the reader is told why', async () => {
    const { answering, desk } = openDesk(settings)
    await desk.ask({ question: 'q' }).next()
    expect(answering.asked[0]).toMatchObject({ chatModel: null, heldBack: 'weak has not passed.' })
  })

  it('writes when a person names it', async () => {
    const { answering, desk } = openDesk(settings)
    await desk.ask({ question: 'q', model: 'weak' }).next()
    expect(answering.asked[0]).toMatchObject({ chatModel: 'weak' })
    expect(answering.asked[0]).not.toHaveProperty('heldBack')
  })
})
