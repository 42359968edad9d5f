import type { Answer, AnswerEvent } from '../../../src-shared/domain/answer.ts'
import type { AnswerId } from '../../../src-shared/domain/ids.ts'
import type { Settings } from '../../../src-shared/domain/settings.ts'
import { AppError, toAppError } from '../../../src-shared/errors/AppError.ts'
import type { AskRequest } from '../Engine.ts'
import type { Clock, IdSource, Logger } from '../ports/SystemPorts.ts'
import type { AnswerRequest, Answering } from './Answering.ts'

export interface QuestionDeskDeps {
  readonly answering: Answering
  readonly settings: () => Settings
  /** Why that chat model does not write unless a person names it, in words; undefined when it does. */
  readonly heldBack: (model: string) => string | undefined
  readonly clock: Clock
  readonly ids: IdSource
  readonly logger: Logger
  /** Told of every event of a submitted question; must not throw. */
  readonly emit: (event: AnswerEvent) => void
  /** Background work makes room while a question is in hand. */
  readonly yieldTo: (isAnswering: boolean) => void
}

export interface QuestionDesk {
  /** One question in the caller's hands. Ending the iteration early cancels it. */
  ask(request: AskRequest, signal?: AbortSignal): AsyncGenerator<AnswerEvent, Answer>
  /** Takes a question in and answers it in its turn; its events go to `emit`. */
  submit(request: AskRequest): AnswerId
  cancel(answerId: AnswerId): 'cancelled' | 'notRunning'
  isRunning(answerId: AnswerId): boolean
  /** Cancels what runs and waits for it. */
  close(): Promise<void>
}

/**
 * Where questions wait. One is answered at a time, first come, first served: on the small machines that this is made for, two
 * generations side by side make both slower than one after the other.
 */
export function createQuestionDesk(deps: QuestionDeskDeps): QuestionDesk {
  const running = new Map<AnswerId, AbortController>()
  const finishing = new Set<Promise<void>>()
  let turn: Promise<unknown> = Promise.resolve()

  function resolve(request: AskRequest, answerId: AnswerId): AnswerRequest {
    if (request.question.trim() === '') throw new AppError('QUESTION_EMPTY')
    const settings = deps.settings()
    const chosen = settings.answering.mode === 'generated' ? settings.models.chat : null
    const heldBack = request.model !== undefined || chosen === null ? undefined : deps.heldBack(chosen)
    const byDefault = heldBack === undefined ? chosen : null
    return {
      question: request.question, answerId, unsupported: settings.answering.unsupported, queuedAt: deps.clock.monotonic(),
      chatModel: request.model === undefined ? byDefault : request.model, ...(heldBack === undefined ? {} : { heldBack }),
      ...(request.filter === undefined ? {} : { filter: request.filter }),
      ...(request.threadId === undefined ? {} : { threadId: request.threadId }),
      ...(request.without === undefined ? {} : { without: request.without }),
      ...(request.replaces === undefined ? {} : { replaces: request.replaces }),
    }
  }

  /** Waits for its turn, then hands the question's events on; the next one begins when this one has ended, however it ended. */
  async function* inTurn(request: AnswerRequest, signal: AbortSignal): AsyncGenerator<AnswerEvent, Answer> {
    const before = turn
    const own = Promise.withResolvers<undefined>()
    turn = own.promise
    try {
      await before
      deps.yieldTo(true)
      return yield* deps.answering.ask(request, signal)
    } finally {
      deps.yieldTo(false)
      own.resolve(undefined)
    }
  }

  async function answerInBackground(request: AnswerRequest, answerId: AnswerId, signal: AbortSignal): Promise<void> {
    try {
      for await (const event of inTurn(request, signal)) deps.emit(event)
    } catch (thrown) {
      const error = toAppError(thrown)
      deps.logger.log('error', 'a question failed outside its answer', { code: error.code, message: error.message })
      deps.emit({ type: 'answer.failed', answerId, error: error.toData() })
    } finally {
      running.delete(answerId)
    }
  }

  return {
    ask(request, signal) {
      const resolved = resolve(request, deps.ids.next('a') as AnswerId)
      return inTurn(resolved, signal ?? new AbortController().signal)
    },
    submit(request) {
      const answerId = deps.ids.next('a') as AnswerId
      const resolved = resolve(request, answerId)
      const controller = new AbortController()
      running.set(answerId, controller)
      const work = answerInBackground(resolved, answerId, controller.signal)
      finishing.add(work)
      void work.finally(() => finishing.delete(work))
      return answerId
    },
    cancel(answerId) {
      const controller = running.get(answerId)
      controller?.abort()
      return controller === undefined ? 'notRunning' : 'cancelled'
    },
    isRunning: (answerId) => running.has(answerId),
    async close() {
      for (const controller of running.values()) controller.abort()
      await Promise.all(finishing)
    },
  }
}
