/** Lets a number of holders in at once; the waiting one with the highest priority goes first, equals in the order they came. */
export interface Limiter {
  /** Resolves to the function that leaves again. Rejects with the signal's reason when it aborts while waiting. */
  enter(options?: { readonly priority?: number; readonly signal?: AbortSignal }): Promise<() => void>
  readonly inside: number
  readonly waiting: number
}

/** `limit` is asked whenever somebody comes or goes: who is inside stays when it falls. */
export function createLimiter(limit: () => number): Limiter {
  const queue: { readonly priority: number; readonly start: () => void }[] = []
  let inside = 0

  function leaveOnce(): () => void {
    let left = false
    return () => {
      if (left) return
      left = true
      inside--
      admit()
    }
  }

  function admit(): void {
    // Never none: with nobody inside nobody would leave, and the waiting would wait for ever.
    while (queue.length > 0 && inside < Math.max(1, limit())) {
      const best = queue.reduce((chosen, entry, index) => (entry.priority > (queue[chosen]?.priority ?? -Infinity) ? index : chosen), 0)
      inside++
      queue.splice(best, 1)[0]?.start()
    }
  }

  return {
    get inside() { return inside },
    get waiting() { return queue.length },
    async enter({ priority = 0, signal } = {}) {
      signal?.throwIfAborted()
      await new Promise<void>((resolve, reject) => {
        const entry = {
          priority,
          start: () => {
            signal?.removeEventListener('abort', onAbort)
            resolve()
          },
        }
        const onAbort = () => {
          queue.splice(queue.indexOf(entry), 1)
          reject(signal?.reason as Error)
        }
        signal?.addEventListener('abort', onAbort, { once: true })
        queue.push(entry)
        admit()
      })
      return leaveOnce()
    },
  }
}
