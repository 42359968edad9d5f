import type { Answer, AnswerEvent } from '../../../src-shared/domain/answer.ts'
import type { BlindItem } from '../../../src-shared/domain/blindAudit.ts'
import type { QuestionSnapshot } from '../../../src-shared/domain/question.ts'
import type { Engine } from '../Engine.ts'
import type { Releases } from './createReleases.ts'

/** The engine as its hosts see it: every answer, passage and event goes out through the releases. */
export function withReleases(engine: Engine, releases: Releases): Engine {
  function snapshot(given: QuestionSnapshot): QuestionSnapshot {
    const release = releases.events()
    // A window that comes later has no `started` of its own.
    release({ type: 'answer.started', answerId: given.answerId, question: given.question, threadId: given.threadId })
    return { ...given, events: given.events.flatMap(release) }
  }

  async function* released(events: AsyncGenerator<AnswerEvent, Answer>): AsyncGenerator<AnswerEvent, Answer> {
    const release = releases.events()
    try {
      for (;;) {
        const next = await events.next()
        if (next.done === true) return releases.answer(next.value)
        yield* release(next.value)
      }
    } finally {
      // Whoever stops listening cancels the question.
      await events.return(undefined as never)
    }
  }

  const items = <T extends { readonly items: readonly BlindItem[] }>(given: T): T => ({ ...given, items: given.items.map((item) => releases.reviewed(item)) })

  return {
    ...engine,
    search: async (request, signal) => releases.search(await engine.search(request, signal)),
    questions: {
      ...engine.questions,
      ask: (request, signal) => released(engine.questions.ask(request, signal)),
      running: () => engine.questions.running().map(snapshot),
      attach: (answerId) => snapshot(engine.questions.attach(answerId)),
      answer: async (answerId) => releases.answer(await engine.questions.answer(answerId)),
      thread: async (threadId) => (await engine.questions.thread(threadId)).map((answer) => releases.answer(answer)),
    },
    blindAudit: {
      ...engine.blindAudit,
      sample: async (request, options) => items(await engine.blindAudit.sample(request, options)),
      pending: (grader, sampleId) => items(engine.blindAudit.pending(grader, sampleId)),
    },
    feedbackReview: { ...engine.feedbackReview, proposals: () => engine.feedbackReview.proposals().map((proposal) => releases.reviewed(proposal)) },
    subscribe(listener) {
      const release = releases.events()
      return engine.subscribe((event) => {
        if (event.topic === 'answer') for (const each of release(event.event)) listener({ topic: 'answer', event: each })
        else listener(event)
      })
    },
  }
}
