import type { JobId } from './ids.ts'

export type JobState = 'queued' | 'running' | 'paused' | 'succeeded' | 'failed' | 'cancelled'

export interface JobProgress {
  readonly stage: string
  readonly done: number
  /** Absent while unknown: a total is never invented. */
  readonly total?: number
  readonly unit: string
  /** Present once the rate is stable, like the rate itself. */
  readonly remainingMs?: number
  /** `unit` a second. */
  readonly perSecond?: number
  /** Files in work now, by stage: several are in work side by side. */
  readonly inWork?: Readonly<Record<FileStage, number>>
  /** The part of a file that is done, of the one that is longest in work. */
  readonly file?: { readonly name: string; readonly done: number; readonly total?: number; readonly unit: string }
}

export type FileStage = 'read' | 'ocr' | 'embed' | 'write'

export interface Job {
  readonly jobId: JobId
  readonly kind: string
  /** What a person would call it: `Reading “Contracts”`. */
  readonly label: string
  readonly state: JobState
  readonly progress: JobProgress
  readonly attempt: number
  readonly error?: { readonly code: string; readonly message: string; readonly action?: string }
  readonly created: string
  readonly updated: string
}
