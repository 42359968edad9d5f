export interface QuietGate {
  /** Runs beside others, but never while someone has it quiet. */
  pass<Result>(work: () => Promise<Result>): Promise<Result>
  /** Waits until nothing is under way, runs alone, and lets what waited meanwhile pass. One after another. */
  quiet<Result>(work: () => Promise<Result>, signal?: AbortSignal): Promise<Result>
}

/** Many at once or one alone (a readers–writer lock that prefers the writer), for changes that nothing may straddle. */
export function createQuietGate(): QuietGate {
  let underWay = 0
  let isQuiet = false
  let turn: Promise<unknown> = Promise.resolve()
  let wakeQuiet: () => void = () => undefined
  const waiting: (() => void)[] = []

  return {
    async pass(work) {
      while (isQuiet) await new Promise<void>((resolve) => { waiting.push(resolve) })
      underWay++
      try {
        return await work()
      } finally {
        if (--underWay === 0) wakeQuiet()
      }
    },
    quiet(work, signal) {
      const result = turn.then(async () => {
        signal?.throwIfAborted()
        isQuiet = true
        const onAbort = () => wakeQuiet()
        signal?.addEventListener('abort', onAbort, { once: true })
        try {
          while (underWay > 0) {
            await new Promise<void>((resolve) => { wakeQuiet = resolve })
            signal?.throwIfAborted()
          }
          return await work()
        } finally {
          isQuiet = false
          wakeQuiet = () => undefined
          signal?.removeEventListener('abort', onAbort)
          for (const wake of waiting.splice(0)) wake()
        }
      })
      turn = result.catch(() => undefined)
      return result
    },
  }
}
