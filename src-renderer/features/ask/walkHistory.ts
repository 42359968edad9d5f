/** Where a person stands among earlier questions, and what was being written before. */
export interface HistoryWalk {
  readonly draft: string
  /** 0: the newest. */
  readonly position: number
}

export interface HistoryStep {
  /** Null: back at the draft. */
  readonly walk: HistoryWalk | null
  readonly text: string
}

/** Earlier questions as a shell has them: the thread's, newest first, then the library's, each once. */
export function earlierQuestions(ofThread: readonly string[], ofLibrary: readonly string[]): readonly string[] {
  return [...new Set([...ofThread.toReversed(), ...ofLibrary].map((question) => question.trim()))].filter((question) => question !== '')
}

/** One step back to an older question or forward to a newer one and to the draft at last; null where there is none. `current` is what stands in the field. */
export function walkHistory(questions: readonly string[], walk: HistoryWalk | null, direction: 'older' | 'newer', current: string): HistoryStep | null {
  if (direction === 'newer') {
    if (walk === null) return null
    const position = walk.position - 1
    return position < 0 ? { walk: null, text: walk.draft } : { walk: { ...walk, position }, text: questions[position] ?? '' }
  }
  const next = { draft: walk?.draft ?? current, position: walk === null ? 0 : walk.position + 1 }
  const text = questions[next.position]
  return text === undefined ? null : { walk: next, text }
}
