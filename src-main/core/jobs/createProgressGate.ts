import type { JobProgress } from '../../../src-shared/domain/job.ts'
import type { Clock } from '../ports/SystemPorts.ts'

/** Four a second: what an eye follows. */
const INTERVAL_MS = 250
/** A remaining time is told once the rate was measured over this long; before, it would jump. */
const STABLE_AFTER_MS = 5000

export interface ProgressGate {
  report(progress: JobProgress): void
  /** Delivers the last one if it was held back. */
  close(): void
}

/** Lets at most four reports a second through, always the last of a job, and adds the remaining time when the rate is steady. */
export function createProgressGate(clock: Clock, deliver: (progress: JobProgress) => void): ProgressGate {
  let held: JobProgress | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let deliveredAt = -Infinity
  let stage: { readonly name: string; readonly since: number; readonly from: number } | undefined

  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    if (held === undefined) return
    const progress = held
    held = undefined
    deliveredAt = clock.monotonic()
    deliver(withRemaining(progress))
  }

  function withRemaining(progress: JobProgress): JobProgress {
    if (stage?.name !== progress.stage) stage = { name: progress.stage, since: clock.monotonic(), from: progress.done }
    const elapsed = clock.monotonic() - stage.since
    const done = progress.done - stage.from
    if (progress.total === undefined || elapsed < STABLE_AFTER_MS || done <= 0) return progress
    return { ...progress, remainingMs: Math.round((elapsed / done) * Math.max(0, progress.total - progress.done)) }
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
