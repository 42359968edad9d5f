import type { JobProgress } from '../../../src-shared/domain/job.ts'
import type { ReadUnit } from '../../core/ports/DocumentParser.ts'
import type { ParseWorkerData, WorkerRequest, WorkerResult } from '../parseWorker/protocol.ts'

export interface ReaderSettings {
  /** URL of the thread's code. */
  readonly workerEntry: string
  readonly workerData: ParseWorkerData
  /** Heap of one worker; a file that needs more ends it. */
  readonly workerHeapMb: number
}

export type ToReader =
  | { readonly kind: 'start'; readonly settings: ReaderSettings }
  | { readonly kind: 'parse'; readonly id: number; readonly request: WorkerRequest; readonly givesUnits: boolean }
  /** The units given last are kept. */
  | { readonly kind: 'taken'; readonly id: number }
  /** No result follows. */
  | { readonly kind: 'cancel'; readonly id: number }

export type FromReader =
  | { readonly kind: 'progress'; readonly id: number; readonly progress: JobProgress }
  /** The reading waits for `taken`. */
  | { readonly kind: 'units'; readonly id: number; readonly units: readonly ReadUnit[] }
  | { readonly kind: 'result'; readonly id: number; readonly result: WorkerResult }
