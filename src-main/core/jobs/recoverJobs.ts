import { ERRORS } from '../../../src-shared/errors/errorCode.ts'
import type { StoredJob } from '../ports/Catalog.ts'

/** A job that took the process with it this often is not begun by itself again. */
const CRASHES_ALLOWED = 5

/**
 * What becomes of the jobs that a dead process left. Pure. Running ones are queued again where their kind says so; `attempt` counts the beginnings, so a job that kills
 * its process every time ends as failed instead of killing every start. Queued and paused ones stay what they are.
 */
export function recoverJobs(jobs: readonly StoredJob[], recovery: ReadonlyMap<string, 'requeue' | 'abandon'>, nowMs: number): StoredJob[] {
  return jobs.filter(({ state }) => state === 'running').map((job): StoredJob => {
    if (recovery.get(job.kind) === 'requeue' && job.attempt < CRASHES_ALLOWED) return { ...job, state: 'queued', updatedMs: nowMs }
    const message = job.attempt < CRASHES_ALLOWED ? 'Footnote ended while this was running.' : 'Footnote ended several times while this was running.'
    return { ...job, state: 'failed', error: { code: 'INTERNAL', message, action: ERRORS.INTERNAL.action }, updatedMs: nowMs }
  })
}
