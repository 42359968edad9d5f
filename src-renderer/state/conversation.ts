import type { AnswerEvent, Citation, Thread } from '../../src-shared/domain/answer.ts'
import type { DocumentReport } from '../../src-shared/domain/document.ts'
import type { DocumentFilter } from '../../src-shared/domain/filter.ts'
import { text } from '../text/text.ts'
import type { AnswerId, DocumentId, ThreadId } from '../../src-shared/domain/ids.ts'
import type { InputOf } from '../../src-shared/contract/route.ts'
import type { Routes } from '../../src-shared/contract/routes.ts'
import type { WindowClient } from '../client/WindowClient.ts'
import { finishedAnswerView, isRunning, newAnswerView, type AnswerView } from './AnswerView.ts'
import { applyAnswerEvent } from './applyAnswerEvent.ts'
import { createStore, type Store } from './createStore.ts'
import { errorData } from './errorData.ts'
import type { Notices } from './notices.ts'

export interface ConversationState {
  readonly threadId: ThreadId | null
  /** Oldest first. */
  readonly views: readonly AnswerView[]
  readonly isLoading: boolean
}

export interface Conversation {
  readonly store: Store<ConversationState>
  readonly threads: Store<readonly Thread[]>
  ask(question: string, filter: DocumentFilter): Promise<void>
  /** The same question, or an edited one, in the place of an answer, which is kept. */
  askAgain(answerId: AnswerId, change?: { readonly question?: string; readonly model?: string | null; readonly without?: readonly string[] }): Promise<void>
  /** Has the thread's next questions asked of these documents only; none: of everything. */
  pin(threadId: ThreadId, documentIds: readonly DocumentId[]): Promise<void>
  /** Stops the answer that is being written. */
  stop(): Promise<void>
  startNew(): void
  open(threadId: ThreadId): Promise<void>
  rename(threadId: ThreadId, title: string): Promise<void>
  remove(threadId: ThreadId): Promise<void>
  refreshThreads(): Promise<void>
  /** After missed events: asks where the answers stand that this window takes for running. The first time, what a window before this one was waiting for is opened. */
  catchUp(): Promise<void>
  apply(event: AnswerEvent): void
  /** A document was read anew or is gone: answers on the desk that quote another version of it say so. */
  sourceChanged(document: Pick<DocumentReport, 'documentId' | 'sha256' | 'state'>): Promise<void>
}

const EMPTY: ConversationState = { threadId: null, views: [], isLoading: false }
/** Events may overtake the reply of `questions.submit`; those of a few answers are kept until it is there. */
const EARLY_EVENTS_KEPT = 4000

interface Listeners {
  /** An answer of this thread has ended. */
  readonly onFinished: (view: AnswerView) => void
  /** A recorded thread is there. */
  readonly onOpened: (views: readonly AnswerView[]) => void
}

/** The thread on the desk and the list of all threads. */
export function createConversation(client: WindowClient, notices: Notices, { onFinished, onOpened }: Listeners): Conversation {
  const store = createStore<ConversationState>(EMPTY)
  const threads = createStore<readonly Thread[]>([])
  let early: AnswerEvent[] = []
  /** Answers of which what was missed is on its way; what happens meanwhile comes after it. */
  const attaching = new Set<AnswerId>()
  let hasResumed = false
  let nextKey = 1

  function update(match: (view: AnswerView) => boolean, change: (view: AnswerView) => AnswerView) {
    store.set((state) => ({ ...state, views: state.views.map((view) => (match(view) ? change(view) : view)) }))
  }

  function apply(event: AnswerEvent) {
    const view = store.get().views.find((candidate) => candidate.answerId === event.answerId)
    if (view === undefined || attaching.has(event.answerId)) {
      if (view !== undefined || store.get().views.some((candidate) => candidate.answerId === null)) early = [...early, event].slice(-EARLY_EVENTS_KEPT)
      // Of another window: its thread is new here, or the newest now.
      else if (event.type === 'answer.finished') void refreshThreads()
      return
    }
    const wasRunning = isRunning(view)
    const next = applyAnswerEvent(view, event)
    const threadId = (event.type === 'answer.started' ? event.threadId : undefined) ?? next.answer?.threadId
    store.set((state) => ({
      ...state, threadId: threadId ?? state.threadId,
      views: next === view ? state.views : state.views.map((other) => (other === view ? next : other)),
    }))
    if (wasRunning && !isRunning(next)) {
      onFinished(next)
      void refreshThreads()
    }
  }

  function adopt(key: string, answerId: AnswerId) {
    update((view) => view.key === key, (view) => ({ ...view, answerId }))
    applyEarly(answerId)
  }

  function applyEarly(answerId: AnswerId) {
    const waiting = early.filter((event) => event.answerId === answerId)
    early = early.filter((event) => event.answerId !== answerId)
    waiting.forEach(apply)
  }

  async function submit(view: AnswerView, more: Pick<InputOf<Routes['questions.submit']>, 'replaces' | 'model' | 'without'>) {
    const { threadId } = store.get()
    store.set((state) => ({ ...state, views: [...state.views, view] }))
    try {
      const filter = view.filter ?? {}
      const hasFilter = Object.keys(filter).length > 0
      const { answerId } = await client.call('questions.submit', { question: view.question, ...(threadId === null ? {} : { threadId }), ...(hasFilter ? { filter: mutable(filter) } : {}), ...more })
      adopt(view.key, answerId)
    } catch (thrown) {
      update((other) => other.key === view.key, (other) => ({ ...other, phase: 'failed', error: errorData(thrown) }))
    }
  }

  async function filterOf(answerId: AnswerId): Promise<DocumentFilter> {
    try {
      return (await client.call('audit.entry', { answerId })).record.filter
    } catch (thrown) {
      notices.fail(thrown)
      return {}
    }
  }

  /** Hears what was missed of an answer; live events go on from there. */
  async function attach(answerId: AnswerId) {
    attaching.add(answerId)
    const snapshot = await client.call('questions.attach', { answerId }).catch(notices.fail)
    attaching.delete(answerId)
    // Its one delta holds the text from the beginning.
    if (snapshot !== undefined) update((view) => view.answerId === answerId && isRunning(view), (view) => ({ ...view, text: '', lastSequence: -1 }))
    snapshot?.events.forEach(apply)
    applyEarly(answerId)
  }

  /** The questions of a thread that are still being answered: the thread itself holds the finished ones. */
  async function runningOf(threadId: ThreadId): Promise<readonly AnswerView[]> {
    const running = await client.call('questions.running', {})
    return running.filter((snapshot) => snapshot.threadId === threadId).map(({ answerId, question }) => ({ ...newAnswerView(answerId, question), answerId }))
  }

  async function open(threadId: ThreadId) {
    store.set({ threadId, views: [], isLoading: true })
    try {
      const running = await runningOf(threadId)
      const answers = await client.call('threads.get', { threadId })
      if (store.get().threadId !== threadId) return
      const views = answers.map((answer) => finishedAnswerView(answer))
      const unfinished = running.filter(({ answerId }) => !answers.some((answer) => answer.answerId === answerId))
      store.set({ threadId, views: [...views, ...unfinished], isLoading: false })
      onOpened(views)
      await Promise.all(unfinished.map(({ answerId }) => answerId === null ? undefined : attach(answerId)))
    } catch (thrown) {
      store.set(EMPTY)
      notices.fail(thrown)
    }
  }

  async function refreshThreads() {
    try {
      threads.set(await client.call('threads.list', {}))
    } catch (thrown) {
      notices.fail(thrown)
    }
  }

  return {
    store, threads, apply, refreshThreads,
    async catchUp() {
      const running = store.get().views.flatMap((view) => (isRunning(view) && view.answerId !== null ? [view.answerId] : []))
      await Promise.all(running.map(attach))
      if (hasResumed) return
      hasResumed = true
      try {
        const last = (await client.call('questions.running', {})).at(-1)
        if (last !== undefined && store.get() === EMPTY) await open(last.threadId)
      } catch (thrown) {
        notices.fail(thrown)
      }
    },
    async sourceChanged({ documentId, sha256, state }) {
      const isTouched = (citation: Citation) => citation.documentId === documentId && (state !== 'indexed' || citation.sha256 !== sha256 || citation.stale !== false)
      for (const { answerId, answer } of store.get().views) {
        if (answerId === null || answer?.citations.some(isTouched) !== true) continue
        try {
          const now = await client.call('questions.answer', { answerId })
          update((view) => view.answerId === answerId, (view) => finishedAnswerView(now, view.key, view.filter))
        } catch (thrown) {
          notices.fail(thrown)
        }
      }
    },
    ask: (question, filter) => submit(newAnswerView(`asked-${nextKey++}`, question, { filter }), {}),
    async askAgain(answerId, { question, model, without } = {}) {
      const before = store.get().views.find((view) => view.answerId === answerId)
      if (before === undefined) return
      const filter = before.filter ?? await filterOf(answerId)
      const kept = without ?? before.answer?.analysis?.without ?? []
      await submit(newAnswerView(`asked-${nextKey++}`, question ?? before.question, { filter, replaces: answerId }), {
        replaces: answerId, ...(model === undefined ? {} : { model }), ...(kept.length === 0 ? {} : { without: [...kept] }),
      })
    },
    async pin(threadId, documentIds) {
      try {
        const pinned = await client.call('threads.pin', { threadId, documentIds: [...documentIds] })
        threads.set((all) => all.map((thread) => (thread.threadId === threadId ? pinned : thread)))
        notices.tell(text.ask.pinnedDone(documentIds.length))
      } catch (thrown) {
        notices.fail(thrown)
      }
    },
    async stop() {
      const answerId = store.get().views.findLast(isRunning)?.answerId ?? null
      if (answerId === null) return
      try {
        await client.call('questions.cancel', { answerId })
      } catch (thrown) {
        notices.fail(thrown)
      }
    },
    startNew() {
      store.set(EMPTY)
    },
    open,
    async rename(threadId, title) {
      try {
        await client.call('threads.rename', { threadId, title })
      } catch (thrown) {
        notices.fail(thrown)
      }
      await refreshThreads()
    },
    async remove(threadId) {
      try {
        await client.call('threads.remove', { threadId })
        if (store.get().threadId === threadId) store.set(EMPTY)
      } catch (thrown) {
        notices.fail(thrown)
      }
      await refreshThreads()
    },
  }
}

/** The contract's schema types its arrays as mutable. */
function mutable(filter: DocumentFilter): Partial<Record<keyof DocumentFilter, string[]>> {
  return Object.fromEntries(Object.entries(filter).map(([key, values]) => [key, [...(values as readonly string[])]]))
}
