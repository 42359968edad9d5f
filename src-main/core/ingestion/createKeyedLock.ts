/** A mutex a key: holders of different keys do not know each other; of one key they go in the order they came. */
export interface KeyedLock {
  /** Resolves to the function that leaves again. */
  enter(key: string): Promise<() => void>
}

export function createKeyedLock(): KeyedLock {
  const tails = new Map<string, Promise<void>>()
  return {
    async enter(key) {
      const before = tails.get(key)
      let leave: () => void = () => undefined
      const mine = new Promise<void>((resolve) => { leave = resolve })
      tails.set(key, mine)
      await before
      return () => {
        if (tails.get(key) === mine) tails.delete(key)
        leave()
      }
    },
  }
}
