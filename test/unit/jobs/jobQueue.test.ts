import { beforeEach, describe, expect, it } from 'vitest'
import { createJobQueue } from '../../../src-main/core/jobs/createJobQueue.ts'
import { createProgressGate } from '../../../src-main/core/jobs/createProgressGate.ts'
import type { JobContext, JobKind } from '../../../src-main/core/jobs/JobKind.ts'
import { recoverJobs } from '../../../src-main/core/jobs/recoverJobs.ts'
import type { StoredJob } from '../../../src-main/core/ports/Catalog.ts'
import type { Job, JobProgress } from '../../../src-shared/domain/job.ts'

let rows: Map<string, StoredJob>
let changes: Job[]
let number: number

beforeEach(() => {
  rows = new Map()
  changes = []
  number = 0
})

function queueOf(run: (payload: unknown, context: JobContext) => Promise<unknown>, options: { readonly lane?: number; readonly attempts?: number } = {}) {
  const kind: JobKind = { kind: 'work', lane: 'files', recovery: 'requeue', attempts: options.attempts ?? 1, run }
  const queue = createJobQueue({
    catalog: { isReadOnly: false, jobs: () => [...rows.values()], saveJob: (job) => { rows.set(job.jobId, job) }, pruneJobs: () => undefined },
    clock: { now: () => ++number, monotonic: () => ++number }, ids: { next: (prefix) => prefix + ++number }, logger: { log: () => undefined },
    kinds: [kind], lanes: { files: options.lane ?? 1 }, onChange: (job) => { changes.push(job) },
  })
  queue.start()
  return { queue, enqueue: (payload: unknown, priority = 0) => queue.enqueue({ kind: 'work', key: JSON.stringify(payload), label: 'Work', payload, priority }) }
}

/** Work that ends when told, and notices its signal. */
function untilTold() {
  const order: unknown[] = []
  const ends = new Map<unknown, () => void>()
  const run = (payload: unknown, { signal }: JobContext) => new Promise<void>((resolve, reject) => {
    order.push(payload)
    ends.set(payload, resolve)
    signal.addEventListener('abort', () => { reject(signal.reason as Error) }, { once: true })
  })
  return { run, order, end: (payload: unknown) => ends.get(payload)?.() }
}

const settled = () => new Promise((resolve) => { setImmediate(resolve) })

describe('the job queue', () => {
  it('gives the result of a job and keeps its state', async () => {
    const { queue, enqueue } = queueOf(async (payload) => `did ${String(payload)}`)
    const jobId = enqueue('this')
    expect(await queue.result(jobId)).toBe('did this')
    expect(rows.get(jobId)).toMatchObject({ state: 'succeeded', attempt: 1 })
    expect(changes.map(({ state }) => state)).toEqual(['queued', 'running', 'succeeded'])
  })

  it('runs what matters more first, and as many at once as the lane is wide', async () => {
    const work = untilTold()
    const { enqueue } = queueOf(work.run)
    enqueue('first')
    await settled()
    enqueue('backlog')
    enqueue('dropped', 20)
    await settled()
    expect(work.order).toEqual(['first'])
    work.end('first')
    await settled()
    expect(work.order).toEqual(['first', 'dropped'])
  })

  it('takes two requests of one key that still wait for one', async () => {
    const work = untilTold()
    const { enqueue } = queueOf(work.run)
    enqueue('busy')
    await settled()
    expect(enqueue('same')).toBe(enqueue('same'))
  })

  it('pauses at a safe point and goes on when asked', async () => {
    const work = untilTold()
    const { queue, enqueue } = queueOf(work.run)
    const jobId = enqueue('long')
    await settled()
    queue.pause(jobId)
    await settled()
    expect(rows.get(jobId)?.state).toBe('paused')
    const result = queue.result(jobId)
    queue.resume(jobId)
    await settled()
    work.end('long')
    await result
    expect(rows.get(jobId)?.state).toBe('succeeded')
  })

  it('says what became of a cancelled job, running or waiting', async () => {
    const work = untilTold()
    const { queue, enqueue } = queueOf(work.run)
    const running = enqueue('running')
    const waiting = enqueue('waiting')
    const results = [queue.result(running), queue.result(waiting)].map((result) => expect(result).rejects.toMatchObject({ code: 'CANCELLED' }))
    await settled()
    queue.cancel(waiting)
    queue.cancel(running)
    await Promise.all(results)
    expect([rows.get(running)?.state, rows.get(waiting)?.state]).toEqual(['cancelled', 'cancelled'])
    expect(queue.cancel(running).state).toBe('cancelled')
  })

  it('tries again as often as the kind allows, then fails with the reason', async () => {
    const { queue, enqueue } = queueOf(() => Promise.reject(new Error('broken pipe')), { attempts: 3 })
    const jobId = enqueue('x')
    await expect(queue.result(jobId)).rejects.toMatchObject({ message: 'broken pipe' })
    expect(rows.get(jobId)).toMatchObject({ state: 'failed', attempt: 3, error: { message: 'broken pipe' } })
  })

  it('leaves running work queued when it is closed, for the next start', async () => {
    const work = untilTold()
    const { queue, enqueue } = queueOf(work.run)
    const jobId = enqueue('long')
    const result = expect(queue.result(jobId)).rejects.toMatchObject({ code: 'CANCELLED' })
    await settled()
    await queue.close()
    await result
    expect(rows.get(jobId)?.state).toBe('queued')

    const next = queueOf(async () => 'done')
    await next.queue.idle()
    expect(rows.get(jobId)?.state).toBe('succeeded')
  })
})

describe('recovery', () => {
  const job = (values: Partial<StoredJob>): StoredJob => ({ jobId: 'j' as StoredJob['jobId'], kind: 'work', key: '', label: '', payload: null, state: 'running', priority: 0, attempt: 1, progress: { stage: '', done: 0, unit: '' }, createdMs: 0, updatedMs: 0, ...values })
  const kinds = new Map([['work', 'requeue'], ['costly', 'abandon']] as const)

  it('queues interrupted work again, and touches nothing else', () => {
    expect(recoverJobs([job({}), job({ state: 'succeeded' }), job({ state: 'paused' })], kinds, 5)).toEqual([job({ state: 'queued', updatedMs: 5 })])
  })
  it('gives up work that must not be repeated by itself, or that ends the program each time', () => {
    expect(recoverJobs([job({ kind: 'costly' }), job({ attempt: 5 })], kinds, 5).map(({ state }) => state)).toEqual(['failed', 'failed'])
  })
})

it('lets at most four reports a second through, and always the last', () => {
  let now = 0
  const seen: JobProgress[] = []
  const gate = createProgressGate({ now: () => now, monotonic: () => now }, (progress) => { seen.push(progress) })
  for (let done = 0; done <= 100; done++) {
    now += 10
    gate.report({ stage: 'read', done, total: 100, unit: 'files' })
  }
  gate.close()
  expect(seen.length).toBeLessThanOrEqual(6)
  expect(seen.at(-1)?.done).toBe(100)
})
