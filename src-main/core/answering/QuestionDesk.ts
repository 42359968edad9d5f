import type { Answer, AnswerEvent } from '../../../src-shared/domain/answer.ts'
import type { AnswerId, ThreadId } from '../../../src-shared/domain/ids.ts'
import type { ChatTask } from '../../../src-shared/domain/model.ts'
import type { QuestionSnapshot, QuestionStage, QuestionTicket } from '../../../src-shared/domain/question.ts'
import type { Settings } from '../../../src-shared/domain/settings.ts'
import { AppError, toAppError } from '../../../src-shared/errors/AppError.ts'
import type { AskRequest } from '../Engine.ts'
import type { AuditLog } from '../ports/AuditLog.ts'
import type { ConversationStore } from '../ports/ConversationStore.ts'
import type { QuestionStore, StoredQuestion } from '../ports/QuestionStore.ts'
import type { Clock, IdSource, Logger } from '../ports/SystemPorts.ts'
import type { AnswerRequest, Answering } from './Answering.ts'
import { createQuestionQueue, type QueueTicket } from './createQuestionQueue.ts'
import { finishedSnapshot, questionSnapshot } from './questionSnapshot.ts'
import { recoverQuestion } from './recoverQuestion.ts'
import { QuestionInterrupted, type CourseCheckpoint } from './SavedCourse.ts'

export interface QuestionDeskDeps {
  readonly answering: Answering
  readonly settings: () => Settings
  /** Why that chat model does not write unless a person names it, in words; undefined when it does. */
  readonly heldBack: (model: string) => string | undefined
  /** What that chat model has proved itself for. */
  readonly tasks: (model: string) => readonly ChatTask[]
  readonly questions: QuestionStore
  readonly conversations: Pick<ConversationStore, 'answer' | 'saveAnswer'>
  readonly auditLog: Pick<AuditLog, 'get'>
  readonly isReadOnly: boolean
  /** How many answers may be written side by side now. */
  readonly places: () => number
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
  /** Takes a question in for good and answers it in its turn, in this process or a later one; its events go to `emit`. Throws READ_ONLY. */
  submit(request: AskRequest): QuestionTicket
  cancel(answerId: AnswerId): 'cancelled' | 'notRunning'
  /** Questions that wait or run, oldest first. */
  list(): readonly QuestionSnapshot[]
  /** Throws NOT_FOUND. */
  attach(answerId: AnswerId): QuestionSnapshot
  /** Goes on with what an earlier process left. */
  start(): void
  /** Interrupts what runs and waits for it; the next process goes on. */
  close(): Promise<void>
}

/** A submitted question in this process. */
interface Entry {
  stored: StoredQuestion
  readonly ticket: QueueTicket
  readonly controller: AbortController
  isRunning: boolean
  textSavedAt: number
  checked?: Extract<AnswerEvent, { readonly type: 'answer.checked' }>
}

/** Text is written down as often as an eye would miss it. */
const TEXT_EVERY_MS = 250
const STAGES: Readonly<Partial<Record<AnswerEvent['type'], QuestionStage>>> = {
  'answer.started': 'searching', 'answer.retrieved': 'choosing', 'answer.delta': 'writing', 'answer.checked': 'checking',
}

/** Where questions wait, see `createQuestionQueue` for the order. A submitted one is a row before its id is given out, so that nothing but a person ends it. */
export function createQuestionDesk(deps: QuestionDeskDeps): QuestionDesk {
  const { questions, conversations, clock, logger } = deps
  const queue = createQuestionQueue(deps.places)
  const entries = new Map<AnswerId, Entry>()
  const finishing = new Set<Promise<void>>()
  let inHand = 0
  let isClosed = false

  function resolve(request: AskRequest, answerId: AnswerId): AnswerRequest {
    if (request.question.trim() === '') throw new AppError('QUESTION_EMPTY')
    const settings = deps.settings()
    const chosen = settings.answering.mode === 'generated' ? settings.models.chat : null
    const named = request.model
    const chatModel = named === undefined ? chosen : named
    const proved = chatModel === null ? [] : deps.tasks(chatModel)
    // Named, it writes whatever its test said; it is given nothing else that it has not proved itself for.
    const tasks: readonly ChatTask[] = typeof named === 'string' ? [...new Set<ChatTask>(['phrasing', ...proved])] : proved
    const heldBack = named !== undefined || chosen === null ? undefined : deps.heldBack(chosen)
    return {
      question: request.question, answerId, unsupported: settings.answering.unsupported, queuedAt: clock.monotonic(),
      chatModel: tasks.length === 0 ? null : chatModel, ...(tasks.length === 0 ? {} : { tasks }), ...(heldBack === undefined ? {} : { heldBack }),
      ...(request.filter === undefined ? {} : { filter: request.filter }),
      ...(request.threadId === undefined ? {} : { threadId: request.threadId }),
      ...(request.without === undefined ? {} : { without: request.without }),
      ...(request.replaces === undefined ? {} : { replaces: request.replaces }),
      ...(request.isFresh === true ? { isFresh: true } : {}),
    }
  }

  /** Waits for its turn, then hands the question's events on; the next one begins when this one has ended, however it ended. */
  async function* inTurn(request: AnswerRequest, ticket: QueueTicket, onTurn?: () => CourseCheckpoint | undefined): AsyncGenerator<AnswerEvent, Answer> {
    const leave = await queue.enter(ticket)
    try {
      if (inHand++ === 0) deps.yieldTo(true)
      return yield* deps.answering.ask(request, ticket.signal, onTurn?.())
    } finally {
      if (--inHand === 0) deps.yieldTo(false)
      leave()
    }
  }

  /** A full disk must not end a question that could still be answered: it only means that a crash would cost more. */
  function keep(write: () => void): void {
    try {
      write()
    } catch (thrown) {
      logger.log('warn', 'the state of a question could not be kept', { message: toAppError(thrown).message })
    }
  }

  function note(entry: Entry, event: AnswerEvent): void {
    const stage = STAGES[event.type] ?? entry.stored.stage
    const isNewStage = stage !== entry.stored.stage
    if (event.type === 'answer.checked') entry.checked = event
    if (event.type === 'answer.delta') {
      // An answer that is written anew begins anew.
      const text = event.sequence === 0 ? event.text : entry.stored.text + event.text
      entry.stored = { ...entry.stored, stage, text, deltas: event.sequence + 1 }
      if (isNewStage) keep(() => { questions.saveQuestion(entry.stored) })
      if (clock.monotonic() - entry.textSavedAt < TEXT_EVERY_MS) return
      entry.textSavedAt = clock.monotonic()
      keep(() => { questions.saveText(entry.stored.answerId, text, entry.stored.deltas) })
    } else if (isNewStage) {
      entry.stored = { ...entry.stored, stage }
      keep(() => { questions.saveQuestion(entry.stored) })
    }
  }

  async function answerInBackground(entry: Entry): Promise<void> {
    const { answerId } = entry.stored
    const onTurn = (): CourseCheckpoint => {
      entry.isRunning = true
      entry.stored = { ...entry.stored, attempt: entry.stored.attempt + 1 }
      keep(() => { questions.saveQuestion(entry.stored) })
      return {
        saved: entry.stored.course,
        save(course) {
          entry.stored = { ...entry.stored, course }
          keep(() => { questions.saveQuestion(entry.stored) })
        },
      }
    }
    try {
      for await (const event of inTurn(entry.stored.request, entry.ticket, onTurn)) {
        note(entry, event)
        deps.emit(event)
      }
    } catch (thrown) {
      if (entry.ticket.signal.reason instanceof QuestionInterrupted) {
        // Not the question's doing: the attempt does not count.
        keep(() => { questions.saveQuestion({ ...entry.stored, attempt: Math.max(0, entry.stored.attempt - 1) }) })
        return
      }
      const error = toAppError(thrown)
      logger.log('error', 'a question failed outside its answer', { code: error.code, message: error.message })
      deps.emit({ type: 'answer.failed', answerId, error: error.toData() })
    } finally {
      entries.delete(answerId)
    }
    keep(() => { questions.removeQuestion(answerId) })
  }

  function begin(stored: StoredQuestion, isBatch: boolean): void {
    const controller = new AbortController()
    const entry: Entry = { stored, ticket: { submitter: stored.threadId, isBatch, signal: controller.signal }, controller, isRunning: false, textSavedAt: -Infinity }
    entries.set(stored.answerId, entry)
    const work = answerInBackground(entry)
    finishing.add(work)
    void work.finally(() => finishing.delete(work))
  }

  function snapshotOf(entry: Entry): QuestionSnapshot {
    return questionSnapshot(entry.stored, { isRunning: entry.isRunning, ahead: entry.isRunning ? 0 : queue.ahead(entry.ticket), checked: entry.checked })
  }

  /** A question of another process, as far as it is written down. */
  const fromStore = (stored: StoredQuestion) => questionSnapshot(stored, { isRunning: stored.stage !== 'waiting', ahead: 0 })

  return {
    ask(request, signal) {
      const resolved = resolve(request, deps.ids.next('a') as AnswerId)
      return inTurn(resolved, { submitter: request.threadId ?? String(resolved.answerId), isBatch: request.isBatch === true, signal: signal ?? new AbortController().signal })
    },
    submit(request) {
      if (deps.isReadOnly) throw new AppError('READ_ONLY', 'This library is open for reading only.', { action: 'Close the other Footnote first.' })
      if (isClosed) throw new AppError('CANCELLED', 'The library is being closed.')
      const answerId = deps.ids.next('a') as AnswerId
      const replaced = request.replaces === undefined ? undefined : conversations.answer(request.replaces)?.threadId
      const threadId = request.threadId ?? replaced ?? (deps.ids.next('t') as ThreadId)
      const submittedMs = clock.now()
      const resolved: AnswerRequest = { ...resolve(request, answerId), threadId, asked: new Date(submittedMs).toISOString() }
      const stored: StoredQuestion = { answerId, threadId, request: resolved, submittedMs, attempt: 0, stage: 'waiting', text: '', deltas: 0 }
      questions.saveQuestion(stored)
      begin(stored, request.isBatch === true)
      return { answerId, threadId }
    },
    cancel(answerId) {
      const entry = entries.get(answerId)
      entry?.controller.abort()
      return entry === undefined ? 'notRunning' : 'cancelled'
    },
    list: () => (deps.isReadOnly ? questions.questions().map(fromStore) : [...entries.values()].map(snapshotOf)),
    attach(answerId) {
      // First of all: between its last event and the end of its row it is both.
      const answer = conversations.answer(answerId)
      if (answer !== undefined) return finishedSnapshot(answer)
      const entry = entries.get(answerId)
      if (entry !== undefined) return snapshotOf(entry)
      const stored = questions.question(answerId)
      if (stored === undefined) throw new AppError('NOT_FOUND', `There is no question "${answerId}".`)
      return fromStore(stored)
    },
    start() {
      for (const stored of questions.questions()) {
        if (entries.has(stored.answerId)) continue
        const recovery = recoverQuestion(stored, conversations.answer(stored.answerId), deps.auditLog.get(stored.answerId))
        if (recovery.kind === 'adopt') conversations.saveAnswer(recovery.answer)
        // How long it waited in another process is not known to this one's clock.
        if (recovery.kind === 'continue') begin({ ...stored, request: { ...recovery.request, queuedAt: clock.monotonic() } }, false)
        else questions.removeQuestion(stored.answerId)
      }
    },
    async close() {
      isClosed = true
      for (const { controller } of entries.values()) controller.abort(new QuestionInterrupted())
      await Promise.all(finishing)
    },
  }
}
