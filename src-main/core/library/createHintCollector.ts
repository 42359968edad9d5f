/** Quiet this long after the last hint: an editor's save (write aside, delete, rename) and a move between folders come as one. */
const QUIET_MS = 500
/** Looked at after this even while hints keep coming, so that a busy folder is never left out for long. */
const LONGEST_MS = 2000
/** More places than this are looked at by their common folders anyway. */
const MOST_SCOPES = 500

export interface HintCollector {
  add(path: string): void
  readonly pending: number
  /** Resolves when no hint waits. */
  idle(): Promise<void>
  close(): void
}

/** Gathers hints of the watcher into rounds: `onRound` gets the places that may have changed, each once. */
export function createHintCollector(onRound: (paths: readonly string[]) => void): HintCollector {
  const waiting = new Set<string>()
  const idleWaiters: (() => void)[] = []
  let quiet: ReturnType<typeof setTimeout> | undefined
  let longest: ReturnType<typeof setTimeout> | undefined

  function fire(): void {
    clearTimeout(quiet)
    clearTimeout(longest)
    quiet = longest = undefined
    const paths = [...waiting].slice(0, MOST_SCOPES)
    for (const path of paths) waiting.delete(path)
    if (paths.length > 0) onRound(paths)
    if (waiting.size > 0) arm()
    else for (const wake of idleWaiters.splice(0)) wake()
  }

  function arm(): void {
    clearTimeout(quiet)
    quiet = setTimeout(fire, QUIET_MS)
    longest ??= setTimeout(fire, LONGEST_MS)
  }

  return {
    get pending() { return waiting.size },
    add(path) {
      waiting.add(path)
      arm()
    },
    idle: () => (waiting.size === 0 ? Promise.resolve() : new Promise((resolve) => { idleWaiters.push(resolve) })),
    close() {
      clearTimeout(quiet)
      clearTimeout(longest)
      waiting.clear()
      for (const wake of idleWaiters.splice(0)) wake()
    },
  }
}
