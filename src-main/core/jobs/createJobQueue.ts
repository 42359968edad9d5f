import type { JobId } from '../../../src-shared/domain/ids.ts'
import type { Job, JobProgress, JobState } from '../../../src-shared/domain/job.ts'
import { AppError, toAppError } from '../../../src-shared/errors/AppError.ts'
import { definedOnly } from '../library/definedOnly.ts'
import type { Catalog, StoredJob } from '../ports/Catalog.ts'
import type { Clock, IdSource, Logger } from '../ports/SystemPorts.ts'
import { createProgressGate } from './createProgressGate.ts'
import type { JobKind } from './JobKind.ts'
import { recoverJobs } from './recoverJobs.ts'

export interface JobQueueDeps {
  readonly catalog: Pick<Catalog, 'isReadOnly' | 'jobs' | 'saveJob' | 'pruneJobs'>
  readonly clock: Clock
  readonly ids: IdSource
  readonly logger: Logger
  readonly kinds: readonly JobKind[]
  /** How many jobs of a lane run side by side. */
  readonly lanes: Readonly<Record<string, number>>
  readonly onChange: (job: Job) => void
}

export interface EnqueueRequest {
  readonly kind: string
  readonly label: string
  readonly payload: unknown
  /** A job of this kind and key that still waits is the same job. */
  readonly key: string
  /** Higher goes first. */
  readonly priority?: number
}

export interface JobQueue {
  enqueue(request: EnqueueRequest): JobId
  /** Resolves with the result when the job succeeds; rejects with its error when it fails, with CANCELLED when it is cancelled. */
  result(jobId: JobId): Promise<unknown>
  list(): readonly Job[]
  /** Pausing a running job ends it at its next safe point; resuming begins it again and it skips what is done. */
  pause(jobId: JobId): Job
  resume(jobId: JobId): Job
  /** The same work again as a new job, for one that has ended: terminal states never reopen. */
  retry(jobId: JobId): Job
  /** What is done stays done. A job that already ended is returned as it is. */
  cancel(jobId: JobId): Job
  start(): void
  /** Resolves when nothing runs and nothing that could run waits. */
  idle(): Promise<void>
  /** Interrupts running jobs; they are queued again by the next start. */
  close(): Promise<void>
}

const KEPT_JOBS = 200
/** How old the progress may be that another process sees. */
const PROGRESS_ROW_MS = 2000
const TERMINAL: ReadonlySet<JobState> = new Set(['succeeded', 'failed', 'cancelled'])
const NO_PROGRESS: JobProgress = { stage: 'waiting', done: 0, unit: 'files' }

interface Running {
  readonly controller: AbortController
  readonly done: Promise<void>
  /** What the job becomes when it ends by its signal. */
  interruptedTo: JobState
}

/** Durable jobs in lanes. A job's row says what happened to it, also after a crash; the work itself must be safe to begin again. */
export function createJobQueue({ catalog, clock, ids, logger, kinds, lanes, onChange }: JobQueueDeps): JobQueue {
  const byKind = new Map(kinds.map((kind) => [kind.kind, kind]))
  const jobs = new Map<JobId, StoredJob>(catalog.jobs().map((job) => [job.jobId, job]))
  const running = new Map<JobId, Running>()
  const results = new Map<JobId, { readonly resolve: (value: unknown) => void; readonly reject: (error: unknown) => void; readonly promise: Promise<unknown> }>()
  const idleWaiters: (() => void)[] = []
  let isStarted = false
  let isClosed = false

  // A process that only reads leaves the jobs to the one that holds the library.
  if (!catalog.isReadOnly) for (const job of recoverJobs([...jobs.values()], new Map(kinds.map(({ kind, recovery }) => [kind, recovery])), clock.now())) save(job)
  if (!catalog.isReadOnly) catalog.pruneJobs(KEPT_JOBS)

  function save(job: StoredJob): StoredJob {
    jobs.set(job.jobId, job)
    catalog.saveJob(job)
    onChange(toJob(job))
    return job
  }

  function change(jobId: JobId, values: Partial<StoredJob>): StoredJob {
    const { error: _error, ...job } = get(jobId)
    return save({ ...job, ...values, updatedMs: clock.now() })
  }

  function get(jobId: JobId): StoredJob {
    const job = jobs.get(jobId)
    if (job === undefined) throw new AppError('NOT_FOUND')
    return job
  }

  function pump(): void {
    if (!isStarted || isClosed) return
    const waiting = [...jobs.values()].filter(({ state }) => state === 'queued').sort((a, b) => b.priority - a.priority || a.createdMs - b.createdMs)
    for (const job of waiting) {
      const kind = byKind.get(job.kind)
      if (kind === undefined) {
        settle(change(job.jobId, { state: 'failed', error: new AppError('INTERNAL', 'This version does not know this kind of work.').toData() }))
        continue
      }
      const inLane = [...running.keys()].filter((jobId) => byKind.get(get(jobId).kind)?.lane === kind.lane).length
      if (inLane < (lanes[kind.lane] ?? 1)) run(job, kind)
    }
    if (isIdle()) for (const wake of idleWaiters.splice(0)) wake()
  }

  function isIdle(): boolean {
    return running.size === 0 && ![...jobs.values()].some(({ state }) => state === 'queued')
  }

  function run(job: StoredJob, kind: JobKind): void {
    const controller = new AbortController()
    let writtenAt = clock.monotonic()
    const gate = createProgressGate(clock, (progress) => {
      const current = jobs.get(job.jobId)
      if (current === undefined) return
      const next = { ...current, progress, updatedMs: clock.now() }
      jobs.set(job.jobId, next)
      // Seldom: a row a quarter second would be most of the database's writes. It is for other processes; after a crash the count begins again anyway.
      if (clock.monotonic() - writtenAt >= PROGRESS_ROW_MS) {
        writtenAt = clock.monotonic()
        catalog.saveJob(next)
      }
      onChange(toJob(next))
    })
    change(job.jobId, { state: 'running', attempt: job.attempt + 1 })
    // Not begun within this call: a job that ends at once must find itself among the running ones.
    const done = Promise.resolve().then(() => kind.run(job.payload, { jobId: job.jobId, signal: controller.signal, progress: gate.report })).then(
      (value) => {
        gate.close()
        end(job.jobId, 'succeeded', value)
      },
      (error: unknown) => {
        gate.close()
        const interruptedTo = running.get(job.jobId)?.interruptedTo ?? 'cancelled'
        if (controller.signal.aborted) end(job.jobId, interruptedTo)
        else if (get(job.jobId).attempt < kind.attempts && isWorthRetrying(error)) end(job.jobId, 'queued')
        else {
          logger.log('error', `job ${kind.kind} failed`, { message: toAppError(error).message })
          end(job.jobId, 'failed', undefined, toAppError(error))
        }
      },
    )
    running.set(job.jobId, { controller, done, interruptedTo: 'cancelled' })
  }

  function end(jobId: JobId, state: JobState, value?: unknown, error?: AppError): void {
    running.delete(jobId)
    if (isClosed) return
    const job = change(jobId, { state, ...(error === undefined ? {} : { error: error.toData() }) })
    settle(job, value, error)
    pump()
  }

  function settle(job: StoredJob, value?: unknown, error?: AppError): void {
    if (!TERMINAL.has(job.state)) return
    const waiter = results.get(job.jobId)
    if (waiter === undefined) return
    results.delete(job.jobId)
    if (job.state === 'succeeded') waiter.resolve(value)
    else waiter.reject(error ?? new AppError(job.state === 'cancelled' ? 'CANCELLED' : 'INTERNAL'))
  }

  function interrupt(jobId: JobId, interruptedTo: JobState): boolean {
    const active = running.get(jobId)
    if (active === undefined) return false
    active.interruptedTo = interruptedTo
    active.controller.abort(new AppError('CANCELLED'))
    return true
  }

  function enqueue({ kind, label, payload, key, priority = 0 }: EnqueueRequest): JobId {
    if (isClosed) throw new AppError('CANCELLED', 'The library is being closed.')
    if (catalog.isReadOnly) throw new AppError('READ_ONLY', 'This library is open for reading only.', { action: 'Close the other Footnote first.' })
    const same = [...jobs.values()].find((job) => job.kind === kind && job.key === key && job.state === 'queued')
    if (same !== undefined) return same.jobId
    const jobId = ids.next('job-') as JobId
    const nowMs = clock.now()
    save({ jobId, kind, key, label, payload, state: 'queued', priority, attempt: 0, progress: NO_PROGRESS, createdMs: nowMs, updatedMs: nowMs })
    // After the caller had the chance to ask for the result.
    queueMicrotask(pump)
    return jobId
  }

  return {
    enqueue,
    result(jobId) {
      const existing = results.get(jobId)
      if (existing !== undefined) return existing.promise
      const { promise, resolve, reject } = Promise.withResolvers<unknown>()
      results.set(jobId, { promise, resolve, reject })
      return promise
    },
    list: () => [...jobs.values()].sort((a, b) => a.createdMs - b.createdMs).map(toJob),
    pause(jobId) {
      const job = get(jobId)
      if (job.state === 'queued') return toJob(change(jobId, { state: 'paused' }))
      interrupt(jobId, 'paused')
      return toJob(get(jobId))
    },
    resume(jobId) {
      if (get(jobId).state === 'paused') {
        change(jobId, { state: 'queued', attempt: 0 })
        pump()
      } else if (running.has(jobId)) {
        // Paused a moment ago and not yet at rest.
        interrupt(jobId, 'queued')
      }
      return toJob(get(jobId))
    },
    retry(jobId) {
      const job = get(jobId)
      if (!TERMINAL.has(job.state)) return toJob(job)
      const { kind, label, payload, key, priority } = job
      return toJob(get(enqueue({ kind, label, payload, key, priority })))
    },
    cancel(jobId) {
      const job = get(jobId)
      if (job.state === 'queued' || job.state === 'paused') settle(change(jobId, { state: 'cancelled' }))
      else interrupt(jobId, 'cancelled')
      return toJob(get(jobId))
    },
    start() {
      isStarted = true
      pump()
    },
    idle: () => new Promise((resolve) => {
      idleWaiters.push(resolve)
      queueMicrotask(pump)
    }),
    async close() {
      isClosed = true
      const active = [...running.entries()]
      // Their rows stay `running`, exactly as after a crash: the next start queues them again.
      for (const [jobId] of active) interrupt(jobId, 'queued')
      await Promise.all(active.map(([, { done }]) => done))
      for (const [jobId] of active) catalog.saveJob({ ...get(jobId), state: 'queued', updatedMs: clock.now() })
      for (const { reject } of results.values()) reject(new AppError('CANCELLED', 'The library was closed.'))
      for (const wake of idleWaiters.splice(0)) wake()
    },
  }
}

/** A full disk or a missing model is not mended by trying at once again. */
function isWorthRetrying(error: unknown): boolean {
  const { code } = toAppError(error)
  return code === 'INTERNAL' || code === 'MODEL_CRASHED'
}

function toJob(job: StoredJob): Job {
  return definedOnly({
    jobId: job.jobId, kind: job.kind, label: job.label, state: job.state, progress: job.progress, attempt: job.attempt, error: job.error,
    created: new Date(job.createdMs).toISOString(), updated: new Date(job.updatedMs).toISOString(),
  })
}
