/** Carries values from callbacks to one `for await`. Ending the iteration early calls `onReturn` once; values after that are dropped. */
export interface EventQueue<Value> {
  push(value: Value): void
  end(): void
  fail(error: unknown): void
  iterate(): AsyncGenerator<Value, void, undefined>
}

/** Unbounded: its makers are token streams, which `maxTokens` bounds. */
export function createEventQueue<Value>(onReturn: () => void = () => undefined): EventQueue<Value> {
  const values: Value[] = []
  let outcome: { readonly error?: unknown } | null = null
  let wake: () => void = () => undefined

  function settle(result: { readonly error?: unknown }): void {
    outcome ??= result
    wake()
  }

  return {
    push(value) {
      if (outcome === null) values.push(value)
      wake()
    },
    end: () => settle({}),
    fail: (error) => settle({ error }),
    async *iterate() {
      let isFinished = false
      try {
        for (;;) {
          const value = values.shift()
          if (value !== undefined) {
            yield value
            continue
          }
          if (outcome !== null) {
            isFinished = true
            if ('error' in outcome) throw outcome.error
            return
          }
          await new Promise<void>((resolve) => { wake = resolve })
        }
      } finally {
        if (!isFinished) onReturn()
      }
    },
  }
}
