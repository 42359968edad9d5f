import type { Priority } from '../../core/ports/Embedder.ts'

export interface PriorityLane {
  /** Runs the task when a place is free; a question goes before all background work that has not begun. Rejects with the signal's reason. */
  run<Result>(priority: Priority, signal: AbortSignal, task: () => Promise<Result>): Promise<Result>
  /** How many background tasks may run at once; questions may always take every place. */
  setBackgroundPlaces(places: number): void
  /** Tasks running now. */
  running(): number
}

interface Waiting {
  readonly isAborted: () => boolean
  readonly start: () => void
}

/**
 * Hands out places to short tasks (one text each). The whole point is the order: a person's question embedding waits for at most the texts that are
 * being computed, never for the thousands that an ingestion has queued.
 */
export function createPriorityLane(places: number, onChange: () => void = () => undefined): PriorityLane {
  const waiting = { question: [] as Waiting[], background: [] as Waiting[] }
  let backgroundPlaces = places
  let running = 0

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
        if (signal.aborted) {
          reject(signal.reason)
          return
        }
        const onAbort = () => reject(signal.reason)
        signal.addEventListener('abort', onAbort, { once: true })
        waiting[priority].push({
          isAborted: () => signal.aborted,
          start() {
            running++
            onChange()
            void task().then(resolve, reject).finally(() => {
              signal.removeEventListener('abort', onAbort)
              running--
              onChange()
              dispatch()
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
  }
}
