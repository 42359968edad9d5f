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
  control(action: 'pause' | 'resume' | 'cancel', jobId: JobId): Promise<void>
  /** Takes a finished job out of sight. */
  dismiss(jobId: JobId): void
}

export function isActive(job: Job): boolean {
  return job.state === 'queued' || job.state === 'running' || job.state === 'paused'
}

/** Background work. `onEnded` hears of each job that reaches its end. */
export function createWork(client: WindowClient, notices: Notices, onEnded: (job: Job) => void): Work {
  const store = createStore<readonly Job[]>([])

  function apply(job: Job) {
    const known = store.get().find((other) => other.jobId === job.jobId)
    if (known !== undefined && !isActive(known)) return
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
        const jobs = await client.call('jobs.list', {})
        store.set(jobs.filter(isActive))
      } catch (thrown) {
        notices.fail(thrown)
      }
    },
    async control(action, jobId) {
      try {
        apply(await client.call(`jobs.${action}` as const, { jobId }))
      } catch (thrown) {
        notices.fail(thrown)
      }
    },
    dismiss(jobId) {
      store.set((jobs) => jobs.filter((job) => job.jobId !== jobId))
    },
  }
}
