import { expect, it } from 'vitest'
import type { WindowClient } from '../../../src-renderer/client/WindowClient.ts'
import { createNotices } from '../../../src-renderer/state/notices.ts'
import { createWork } from '../../../src-renderer/state/work.ts'
import type { Job } from '../../../src-shared/domain/job.ts'

it('begins failed work again as a new job in the place of the old one', async () => {
  const failed = { jobId: 'first', kind: 'add', label: 'Reading “Contracts”', state: 'failed', created: '1', updated: '2' } as unknown as Job
  const calls: unknown[] = []
  const client = { call: async (...call: unknown[]) => { calls.push(call); return { ...failed, jobId: 'second', state: 'queued' } } } as unknown as WindowClient
  const work = createWork(client, createNotices(), () => undefined)
  work.apply(failed)
  await work.control('retry', failed.jobId)
  expect(calls).toEqual([['jobs.retry', { jobId: 'first' }]])
  expect(work.store.get().map(({ jobId, state }) => `${jobId} ${state}`)).toEqual(['second queued'])
})
