import type { JobId } from '../../../src-shared/domain/ids.ts'
import type { Job } from '../../../src-shared/domain/job.ts'
import type { ErrorData } from '../../../src-shared/errors/AppError.ts'

export type JobAction = 'pause' | 'resume' | 'cancel' | 'retry'

/** What a process that does not hold the library asks of the one that does. */
export interface JobRequest {
  readonly requestId: number
  readonly action: JobAction
  readonly jobId: JobId
}

export type JobRequestOutcome = { readonly job: Job } | { readonly error: ErrorData }

export interface JobRequests {
  /** Those not yet answered; costs next to nothing when there are none. */
  pending(): readonly JobRequest[]
  answer(requestId: number, outcome: JobRequestOutcome): void
}
