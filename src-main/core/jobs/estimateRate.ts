/** How much was done at a moment. */
export interface ProgressSample {
  readonly atMs: number
  readonly done: number
}

export interface Rate {
  readonly perSecond: number
  readonly remainingMs: number
}

/** Older samples say little about what is being done now. */
export const WINDOW_MS = 30_000
/** Before so much was seen an estimate would jump. */
const STABLE_AFTER_MS = 5000
const STABLE_AFTER_DONE = 3
/** The two halves of the window may differ by this factor. */
const STEADY_FACTOR = 2

/**
 * Rate and remaining time from the samples of one count (oldest first, the last 30 s), or undefined while there is no honest answer: too little was seen, the total is
 * unknown, or the second half of the window went more than twice as fast or slow as the first. Pure.
 */
export function estimateRate(samples: readonly ProgressSample[], total: number | undefined): Rate | undefined {
  const first = samples[0]
  const last = samples.at(-1)
  if (first === undefined || last === undefined || total === undefined) return undefined
  const elapsed = last.atMs - first.atMs
  const done = last.done - first.done
  if (elapsed < STABLE_AFTER_MS || done < STABLE_AFTER_DONE) return undefined
  const middle = samples.findLast(({ atMs }) => atMs <= first.atMs + elapsed / 2) ?? first
  const before = (middle.done - first.done) / Math.max(1, middle.atMs - first.atMs)
  const after = (last.done - middle.done) / Math.max(1, last.atMs - middle.atMs)
  if (Math.max(before, after) > STEADY_FACTOR * Math.min(before, after)) return undefined
  const perMs = done / elapsed
  return { perSecond: Math.round(perMs * 10_000) / 10, remainingMs: Math.round(Math.max(0, total - last.done) / perMs) }
}
