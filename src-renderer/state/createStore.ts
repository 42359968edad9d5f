/** One piece of state with its listeners; the only way that data changes under React here. */
export interface Store<Value> {
  get(): Value
  set(next: Value | ((current: Value) => Value)): void
  subscribe(listener: () => void): () => void
}

/** A store whose listeners run only when the value is another one (`Object.is`). */
export function createStore<Value>(initial: Value): Store<Value> {
  let value = initial
  const listeners = new Set<() => void>()
  return {
    get: () => value,
    set(next) {
      const changed = typeof next === 'function' ? (next as (current: Value) => Value)(value) : next
      if (Object.is(changed, value)) return
      value = changed
      for (const listener of [...listeners]) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
