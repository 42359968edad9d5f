import { describe, expect, it } from 'vitest'
import type { Answer, AnswerEvent } from '../../../src-shared/domain/answer.ts'
import type { AnswerId, ThreadId } from '../../../src-shared/domain/ids.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../../src-shared/domain/settings.ts'
import type { AskRequest } from '../../../src-main/core/Engine.ts'
import type { AnswerRequest } from '../../../src-main/core/answering/Answering.ts'
import type { QuestionStore, StoredQuestion } from '../../../src-main/core/ports/QuestionStore.ts'
import { QuestionInterrupted } from '../../../src-main/core/answering/SavedCourse.ts'
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
      if (signal?.reason instanceof QuestionInterrupted) throw signal.reason
      const answer = { answerId, status: signal?.aborted === true ? 'cancelled' : 'answered' } as Answer
      yield { type: signal?.aborted === true ? 'answer.cancelled' : 'answer.finished', answerId, answer }
      return answer
    },
    replay: () => Promise.reject(new Error('not asked for')),
  }
}

/** The store as it would be on disk: what is read back was written as JSON. */
function openStore(kept: readonly StoredQuestion[] = []): QuestionStore {
  const rows = new Map(kept.map((question) => [question.answerId, question]))
  return {
    questions: () => [...rows.values()], question: (answerId) => rows.get(answerId),
    saveQuestion: (question) => void rows.set(question.answerId, structuredClone(question)),
    saveText(answerId, text, deltas) { const row = rows.get(answerId); if (row !== undefined) rows.set(answerId, { ...row, text, deltas }) },
    removeQuestion: (answerId) => void rows.delete(answerId),
  }
}

interface DeskOptions {
  readonly kept?: readonly StoredQuestion[]
  readonly answers?: Record<string, Answer>
  readonly audited?: Record<string, Answer>
  readonly places?: number
}

function openDesk(settings: Settings = DEFAULT_SETTINGS, options: DeskOptions = {}) {
  const store = openStore(options.kept)
  const answers = new Map(Object.entries(options.answers ?? {}))
  const answering = openAnswering()
  const events: AnswerEvent[] = []
  const waiting: { type: string; resolve: () => void }[] = []
  const yields: boolean[] = []
  let id = 0
  const desk = createQuestionDesk({
    answering, settings: () => settings, heldBack: (model) => (model === 'weak' ? 'weak has not passed.' : undefined), tasks: (model) => (model === 'weak' ? [] : model === 'chooser' ? ['choosing', 'judging'] : ['phrasing']), clock: { now: () => 0, monotonic: () => 0 }, ids: { next: (prefix) => `${prefix}${++id}` },
    logger: { log: () => undefined }, yieldTo: (on) => yields.push(on), questions: store, isReadOnly: false, places: () => options.places ?? 1,
    conversations: { answer: (answerId) => answers.get(answerId), saveAnswer: (answer) => void answers.set(answer.answerId, answer) },
    auditLog: { get: (answerId) => (options.audited?.[answerId] === undefined ? undefined : { sequence: 7, hash: 'h', previousHash: '', record: { answer: options.audited[answerId] } as never }) },
    emit(event) { events.push(event); for (const one of waiting.splice(0)) { if (one.type === event.type) one.resolve(); else waiting.push(one) } },
  })
  return { answering, desk, events, yields, store, answers, next: (type: string) => new Promise<void>((resolve) => waiting.push({ type, resolve })) }
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
    const { answerId } = desk.submit({ question: 'long' })
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

  it('is given what it has proved itself for, and writes beside it only when it is named', async () => {
    const first = async (request: AskRequest) => {
      const { answering, desk } = openDesk({ ...settings, models: { ...settings.models, chat: 'chooser' } })
      await desk.ask(request).next()
      return answering.asked[0]
    }
    expect(await first({ question: 'q' })).toMatchObject({ chatModel: 'chooser', tasks: ['choosing', 'judging'] })
    expect(await first({ question: 'q', model: 'chooser' })).toMatchObject({ chatModel: 'chooser', tasks: ['phrasing', 'choosing', 'judging'] })
    const without = await first({ question: 'q', model: null })
    expect(without).toMatchObject({ chatModel: null })
    expect(without).not.toHaveProperty('tasks')
  })
})

const kept = (answerId: string, more: Partial<StoredQuestion> = {}): StoredQuestion => ({
  answerId: answerId as AnswerId, threadId: 't' as ThreadId, request: { question: answerId, answerId: answerId as AnswerId, chatModel: null, unsupported: 'replace' }, submittedMs: 0, attempt: 1, stage: 'writing', text: 'So far', deltas: 3, ...more,
})

describe('a submitted question', () => {
  it('is written down before its id is given out, and its row ends with its answer', async () => {
    const { answering, desk, store, next } = openDesk()
    answering.gate('q').resolve(undefined)
    const { answerId, threadId } = desk.submit({ question: 'q' })
    expect(store.question(answerId)).toMatchObject({ threadId, stage: 'waiting', attempt: 0 })
    await next('answer.finished')
    await desk.close()
    expect(store.questions()).toEqual([])
  })

  it('is found where it stands by a second window: the same text, in one piece with the last piece’s number', async () => {
    const { answering, desk, events, next } = openDesk()
    answering.gate('q')
    const started = next('answer.started')
    const { answerId } = desk.submit({ question: 'q' })
    desk.submit({ question: 'later' })
    await started
    expect(desk.attach(answerId)).toMatchObject({ state: 'running', stage: 'searching', events: [{ type: 'answer.started', answerId }] })
    expect(desk.list().map(({ state, ahead }) => [state, ahead])).toEqual([['running', 0], ['waiting', 0]])
    expect(events).toHaveLength(1)
    await desk.close()
  })

  it('is interrupted, not cancelled, when the program ends, and the next one goes on with it', async () => {
    const { answering, desk, store, events, next } = openDesk()
    answering.gate('q')
    const started = next('answer.started')
    const { answerId } = desk.submit({ question: 'q' })
    await started
    await desk.close()
    expect(events.map(({ type }) => type)).toEqual(['answer.started'])
    const later = openDesk(DEFAULT_SETTINGS, { kept: store.questions() })
    later.answering.gate('q').resolve(undefined)
    const finished = later.next('answer.finished')
    later.desk.start()
    await finished
    expect(later.answering.asked).toEqual([expect.objectContaining({ answerId, question: 'q' })])
  })

  it('shows its persisted text before it is begun again', () => {
    const { desk, answering } = openDesk(DEFAULT_SETTINGS, { kept: [kept('a1')] })
    answering.gate('a1')
    desk.start()
    expect(desk.attach('a1' as AnswerId).events).toContainEqual({ type: 'answer.delta', answerId: 'a1', sequence: 2, text: 'So far' })
  })

  it('that is in the audit log but not with its thread is put there, not answered twice', async () => {
    const answer = { answerId: 'a1', status: 'answered' } as Answer
    const { desk, answers, answering, store } = openDesk(DEFAULT_SETTINGS, { kept: [kept('a1')], audited: { a1: answer } })
    desk.start()
    expect(answers.get('a1')).toEqual({ ...answer, audit: { sequence: 7, hash: 'h' } })
    expect(store.questions()).toEqual([])
    expect(answering.asked).toEqual([])
    await desk.close()
  })

  it('that took the process with it three times is told to end as failed', async () => {
    const { desk, answering, next } = openDesk(DEFAULT_SETTINGS, { kept: [kept('a1', { attempt: 3 })] })
    answering.gate('a1').resolve(undefined)
    const finished = next('answer.finished')
    desk.start()
    await finished
    expect(answering.asked[0]).toMatchObject({ refusal: { code: 'INTERNAL' } })
  })
})
