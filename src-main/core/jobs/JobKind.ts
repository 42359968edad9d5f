import type { JobId } from '../../../src-shared/domain/ids.ts'
import type { JobProgress } from '../../../src-shared/domain/job.ts'

/** What a running job may do to its own row. */
export interface JobContext {
  readonly jobId: JobId
  /** Aborts on cancel, pause and close; the reason tells which. */
  readonly signal: AbortSignal
  /** At most four a second reach anybody; the last one always does. */
  progress(progress: JobProgress): void
}

/** One kind of durable work and what is to become of it. */
export interface JobKind<Payload = unknown, Result = unknown> {
  readonly kind: string
  /** Jobs of one lane share its width. */
  readonly lane: string
  /** After a crash or a pause: begin again (the work itself skips what is done), or give up. */
  readonly recovery: 'requeue' | 'abandon'
  /** How often it is begun in all before its failure is final. */
  readonly attempts: number
  run(payload: Payload, context: JobContext): Promise<Result>
}
