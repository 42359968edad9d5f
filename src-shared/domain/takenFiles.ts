import type { JobId } from './ids.ts'

/** What became of files that were dropped or picked. */
export interface TakenFiles {
  /** Reads the documents among them; null: there were none. */
  readonly jobId: JobId | null
  /** Names of the models that were imported. */
  readonly models: readonly string[]
}
