import type { JobProgress } from '../../../src-shared/domain/job.ts'
import type { Clock } from '../ports/SystemPorts.ts'
import { estimateRate, WINDOW_MS, type ProgressSample } from './estimateRate.ts'

/** Four a second: what an eye follows. */
const INTERVAL_MS = 250

export interface ProgressGate {
  report(progress: JobProgress): void
  /** Delivers the last one if it was held back. */
  close(): void
}

/** Lets at most four reports a second through, always the last of a job, and adds rate and remaining time when they are steady. */
export function createProgressGate(clock: Clock, deliver: (progress: JobProgress) => void): ProgressGate {
  let held: JobProgress | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let deliveredAt = -Infinity
  let samples: ProgressSample[] = []
  let counted = ''

  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    if (held === undefined) return
    const progress = held
    held = undefined
    deliveredAt = clock.monotonic()
    deliver(withRate(progress))
  }

  function withRate(progress: JobProgress): JobProgress {
    const { done, total, unit } = progress
    // Another total is another count; a stage is not: files of several stages are in work side by side.
    const counts = `${unit} ${total ?? ''}`
    if (counts !== counted || done < (samples.at(-1)?.done ?? 0)) samples = []
    counted = counts
    const atMs = clock.monotonic()
    samples = [...samples.filter((sample) => sample.atMs >= atMs - WINDOW_MS), { atMs, done }]
    const rate = estimateRate(samples, total)
    return rate === undefined ? progress : { ...progress, ...rate }
  }

  return {
    report(progress) {
      held = progress
      const wait = deliveredAt + INTERVAL_MS - clock.monotonic()
      if (wait <= 0) flush()
      else timer ??= setTimeout(flush, wait)
    },
    close: flush,
  }
}
