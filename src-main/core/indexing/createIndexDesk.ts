import type { EngineEvent } from '../../../src-shared/domain/event.ts'
import type { JobId } from '../../../src-shared/domain/ids.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { Engine } from '../Engine.ts'
import type { EventHub } from '../EventHub.ts'
import type { Library } from '../library/Library.ts'
import type { Reindexing, ReindexPayload, ReindexResult } from './createReindexing.ts'

export interface IndexDeskDeps {
  readonly library: Pick<Library, 'enqueue' | 'result' | 'jobs'>
  readonly reindexing: Reindexing
  readonly events: EventHub<EngineEvent>
  /** ISO 639-1 code of a question's language; undefined when it cannot be told. */
  readonly languageOf: (question: string) => string | undefined
}

export interface IndexDesk {
  readonly reindex: Engine['reindex']
  /** Starts the job and returns at once. */
  start(payload: ReindexPayload): JobId
  /** The result of reading files, given when an index that their languages called for has taken over, or was refused. */
  settled<Result>(reading: Promise<Result>): Promise<Result>
  close(): void
}

/** Starts reindexing: for a person, or because settings or languages call for another embedder. */
export function createIndexDesk({ library, reindexing, events, languageOf }: IndexDeskDeps): IndexDesk {
  let automatic: Promise<unknown> | undefined

  function look(isFinal: boolean): void {
    const wanted = reindexing.wanted(library.jobs.list(), { isFinal })
    if (wanted === undefined) return
    automatic = library.result(library.enqueue(wanted)).catch(() => undefined)
  }

  function adviseOn(question: string): void {
    const message = reindexing.adviceFor(languageOf(question))
    if (message !== undefined) events.publish({ topic: 'models', level: 'info', message })
  }

  const unsubscribe = events.subscribe((event) => {
    if (event.topic === 'answer' && event.event.type === 'answer.finished') adviseOn(event.event.answer.question)
    if (event.topic === 'library') look(false)
    if (event.topic === 'job' && event.job.state === 'succeeded' && event.job.kind === 'add') look(true)
  })
  // What was chosen while no library was open.
  look(false)
  return {
    async reindex({ onProgress, ...request }) {
      const jobId = library.enqueue(reindexing.request({ ...request, isChosen: true }))
      const leave = events.subscribe((event) => { if (event.topic === 'job' && event.job.jobId === jobId) onProgress?.(event.job) })
      try {
        const result = await library.result(jobId) as ReindexResult
        const job = library.jobs.list().find((candidate) => candidate.jobId === jobId)
        if (job === undefined) throw new AppError('INTERNAL')
        return { ...result, job }
      } finally {
        leave()
      }
    },
    start: (payload) => library.enqueue(reindexing.request(payload)),
    async settled(reading) {
      const result = await reading
      look(true)
      await automatic
      return result
    },
    close: unsubscribe,
  }
}
