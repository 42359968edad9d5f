import type { ErrorData } from '../errors/AppError.ts'
import type { Folder } from './document.ts'
import type { JobState } from './job.ts'
import type { ModelRuntime, RuntimeReport } from './model.ts'
import type { Settings } from './settings.ts'

/** What `status` prints. */
export interface LibraryStatus {
  readonly dataDir: string
  readonly folders: readonly Folder[]
  /** Count by document state. */
  readonly documents: Readonly<Record<string, number>>
  /** Files that were left out, by the code that says why: `IGNORED_BY_RULE`, `UNSUPPORTED_TYPE`, … */
  readonly skipped: Readonly<Record<string, number>>
  readonly units: number
  /** Count of units by how they were read. */
  readonly coverage: Readonly<Record<string, number>>
  readonly chunks: number
  readonly diskBytes: number
  readonly embedding: {
    readonly model: string
    readonly fingerprint: string
    readonly dimensions: number
    readonly staleChunks: number
    readonly runtime: ModelRuntime
    /** What runs where, in words: `2 threads on the CPU`. */
    readonly device: string
    readonly runtimeChoice: RuntimeReport
  }
  readonly chat: { readonly model: string | null; readonly device?: string }
  readonly reranker: { readonly model: string | null }
  readonly jobs: Readonly<Partial<Record<JobState, number>>>
  readonly pace: PaceReport
  readonly auditEntries: number
  readonly version: string
  /** Why it can only be read, and what to do; absent where it can be changed. */
  readonly readOnly?: ErrorData
}

/** How much of the computer reading takes now, and why. */
export interface PaceReport {
  readonly setting: Settings['reading']['pace']
  readonly inForce: 'full' | 'gentle'
  /** False also where the system does not tell. */
  readonly onBattery: boolean
}

export interface DoctorCheck {
  readonly name: string
  readonly ok: boolean
  readonly message: string
  readonly action?: string
}

export interface DoctorReport {
  readonly checks: readonly DoctorCheck[]
}
