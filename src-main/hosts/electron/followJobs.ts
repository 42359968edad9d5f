import type { EngineEvent } from '../../../src-shared/domain/event.ts'
import type { Job, JobProgress } from '../../../src-shared/domain/job.ts'

export interface JobSigns {
  /** Share of the work, 0 to 1; 2: going on, no end known; -1: nothing going on. As `setProgressBar` takes it. */
  setProgress(share: number): void
  notify(title: string, body: string): void
  isWatched(): boolean
  now(): number
}

/** Shorter work ends while a person still looks. */
const LONG_MS = 30_000

/** Taskbar progress while work goes on, and a word when a long one has ended and nobody watches. `isWorking` tells whether any is. */
export function followJobs({ setProgress, notify, isWatched, now }: JobSigns): { readonly receive: (event: EngineEvent) => void; readonly isWorking: () => boolean } {
  const going = new Map<string, { readonly since: number; readonly progress: JobProgress }>()
  function receive(event: EngineEvent) {
    if (event.topic !== 'job') return
    const { jobId, state, progress } = event.job
    const before = going.get(jobId)
    if (state === 'running' || state === 'queued') going.set(jobId, { since: before?.since ?? now(), progress })
    else going.delete(jobId)
    setProgress(shareOf([...going.values()].map((entry) => entry.progress)))
    if ((state === 'succeeded' || state === 'failed') && before !== undefined && now() - before.since >= LONG_MS && !isWatched()) notify(...wordsFor(event.job))
  }
  return { receive, isWorking: () => going.size > 0 }
}

function shareOf(all: readonly JobProgress[]): number {
  if (all.length === 0) return -1
  const known = all.flatMap(({ done, total }) => (total === undefined || total === 0 ? [] : [{ done, total }]))
  if (known.length === 0) return 2
  return Math.min(1, known.reduce((sum, { done }) => sum + done, 0) / known.reduce((sum, { total }) => sum + total, 0))
}

function wordsFor({ label, state, error }: Job): [title: string, body: string] {
  return state === 'failed' ? [`${label} failed`, [error?.message, error?.action].filter((part) => part !== undefined).join(' ')] : [`${label}: done`, 'The documents can be asked.']
}
