import type { Job } from '../../../src-shared/domain/job.ts'

const BAR_WIDTH = 20

/** What a progress line needs of a job; other long work has it too. */
export type Progressing = Pick<Job, 'label' | 'state' | 'progress'>

/** One line without a line end: `Reading “Contracts”  ███████░░░░░░░░░░░░░  35 of 100 files  2 min left`. */
export function describeProgress({ label, state, progress: { stage, done, total, unit, remainingMs, file } }: Progressing): string {
  const inFile = file === undefined || state !== 'running' ? '' : `  (${file.name}: ${stage === 'ocr' ? 'reading pictures, ' : ''}${file.done}${file.total === undefined ? '' : ` of ${file.total}`} ${file.unit})`
  if (total === undefined || total === 0) return `${label}  ${done} ${unit}`
  const full = Math.round(Math.min(1, done / total) * BAR_WIDTH)
  const left = remainingMs === undefined || state !== 'running' ? '' : `  ${describeTime(remainingMs)} left`
  return `${label}  ${'█'.repeat(full)}${'░'.repeat(BAR_WIDTH - full)}  ${done} of ${total} ${unit}${left}${inFile}`
}

/** `45 s`, `12 min`, `3 h`. */
export function describeTime(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000))
  if (seconds < 90) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 90 ? `${minutes} min` : `${Math.round(minutes / 60)} h`
}
