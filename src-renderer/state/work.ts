import type { JobId } from '../../src-shared/domain/ids.ts'
import type { Job } from '../../src-shared/domain/job.ts'
import type { WindowClient } from '../client/WindowClient.ts'
import { createStore, type Store } from './createStore.ts'
import type { Notices } from './notices.ts'

export interface Work {
  /** Going on or waiting, oldest first; then the last one that ended while this window was open. */
  readonly store: Store<readonly Job[]>
  load(): Promise<void>
  apply(job: Job): void
  /** `retry`: the same work again as a new job. */
  control(action: 'pause' | 'resume' | 'cancel' | 'retry', jobId: JobId): Promise<void>
  /** Takes a finished job out of sight. */
  dismiss(jobId: JobId): void
}

export function isActive(job: Job): boolean {
  return job.state === 'queued' || job.state === 'running' || job.state === 'paused'
}

/** Background work. `onEnded` hears of each job that reaches its end. */
export function createWork(client: WindowClient, notices: Notices, onEnded: (job: Job) => void): Work {
  const store = createStore<readonly Job[]>([])
  /** Ended and shown, or ended before this window looked: ends are final, so a list that is older than an event cannot bring them back. */
  const over = new Set<JobId>()
  let hasLooked = false
  /** Told of while a list is on its way, which may be older. */
  let heard = new Set<JobId>()

  const heardOf = (jobId: JobId) => store.get().find((job) => job.jobId === jobId)

  function apply(job: Job) {
    heard.add(job.jobId)
    if (over.has(job.jobId)) return
    if (!isActive(job)) over.add(job.jobId)
    store.set((jobs) => {
      const active = jobs.filter((other) => isActive(other) && other.jobId !== job.jobId)
      const ended = isActive(job) ? jobs.filter((other) => !isActive(other)) : []
      return [...active, job].sort((left, right) => left.created.localeCompare(right.created)).concat(ended)
    })
    if (!isActive(job)) onEnded(job)
  }

  return {
    store, apply,
    async load() {
      try {
        heard = new Set()
        // A question is work as well, and its answer shows it.
        const jobs = (await client.call('jobs.list', {})).filter(({ kind }) => kind !== 'question')
        const known = new Map(store.get().map((job) => [job.jobId, job]))
        if (!hasLooked) for (const job of jobs) if (!isActive(job) && !known.has(job.jobId)) over.add(job.jobId)
        hasLooked = true
        const listed = new Set(jobs.map(({ jobId }) => jobId))
        store.set((shown) => shown.filter((job) => !isActive(job) || listed.has(job.jobId) || heard.has(job.jobId)))
        // What ended while nothing was heard is told as well.
        for (const job of jobs) if (!isActive(job) || job.updated > (known.get(job.jobId)?.updated ?? '')) apply(job)
      } catch (thrown) {
        notices.fail(thrown)
      }
    },
    async control(action, jobId) {
      try {
        const told = heardOf(jobId)
        const job = await client.call(`jobs.${action}` as const, { jobId })
        if (action === 'retry') store.set((jobs) => jobs.filter((other) => other.jobId !== jobId))
        // The reply says how things stood when it was written ("running, to be paused"); what was told meanwhile is newer.
        if (heardOf(job.jobId) === (action === 'retry' ? undefined : told)) apply(job)
      } catch (thrown) {
        notices.fail(thrown)
      }
    },
    dismiss(jobId) {
      store.set((jobs) => jobs.filter((job) => job.jobId !== jobId))
    },
  }
}
