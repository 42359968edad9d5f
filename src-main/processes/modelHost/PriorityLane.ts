import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { Priority } from '../../core/ports/Embedder.ts'

export interface PriorityLane {
  /** Runs the task when a place is free; a question goes before all background work that has not begun. Rejects with the signal's reason. */
  run<Result>(priority: Priority, signal: AbortSignal, task: () => Promise<Result>): Promise<Result>
  /** How many background tasks may run at once; questions may always take every place. */
  setBackgroundPlaces(places: number): void
  /** Tasks running now. */
  running(): number
  /** Refuses what waits and what comes (CANCELLED), and resolves when nothing runs: what computes may not be pulled away from under a task. */
  close(): Promise<void>
}

interface Waiting {
  readonly isAborted: () => boolean
  readonly start: () => void
  readonly refuse: () => void
}

/**
 * Hands out places to short tasks (one text each). The whole point is the order: a person's question embedding waits for at most the texts that are
 * being computed, never for the thousands that an ingestion has queued.
 */
export function createPriorityLane(places: number, onChange: () => void = () => undefined): PriorityLane {
  const waiting = { question: [] as Waiting[], background: [] as Waiting[] }
  let backgroundPlaces = places
  let running = 0
  let closing: PromiseWithResolvers<void> | undefined

  function next(queue: Waiting[]): Waiting | undefined {
    for (;;) {
      const candidate = queue.shift()
      if (candidate === undefined || !candidate.isAborted()) return candidate
    }
  }

  function dispatch(): void {
    while (running < places) {
      const chosen = next(waiting.question) ?? (running < backgroundPlaces ? next(waiting.background) : undefined)
      if (chosen === undefined) return
      chosen.start()
    }
  }

  return {
    run(priority, signal, task) {
      return new Promise((resolve, reject) => {
        if (signal.aborted || closing !== undefined) {
          reject(signal.aborted ? signal.reason : closed())
          return
        }
        const onAbort = () => reject(signal.reason)
        signal.addEventListener('abort', onAbort, { once: true })
        waiting[priority].push({
          isAborted: () => signal.aborted,
          refuse: () => reject(closed()),
          start() {
            running++
            onChange()
            void task().then(resolve, reject).finally(() => {
              signal.removeEventListener('abort', onAbort)
              running--
              onChange()
              dispatch()
              if (running === 0) closing?.resolve()
            })
          },
        })
        dispatch()
      })
    },
    setBackgroundPlaces(wanted) {
      backgroundPlaces = Math.max(0, Math.min(places, wanted))
      dispatch()
    },
    running: () => running,
    close() {
      closing ??= Promise.withResolvers<void>()
      for (const queue of Object.values(waiting)) for (const { refuse } of queue.splice(0)) refuse()
      if (running === 0) closing.resolve()
      return closing.promise
    },
  }
}

function closed(): AppError {
  return new AppError('CANCELLED', 'The model was closed.')
}
