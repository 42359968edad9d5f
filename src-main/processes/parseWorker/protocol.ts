import type { JobProgress } from '../../../src-shared/domain/job.ts'
import type { ParseRequest, ParseResult, ReadUnit } from '../../core/ports/DocumentParser.ts'
import type { DrawRequest, DrawResult } from '../../core/ports/PageDrawer.ts'

/** A file to read, or a page of one to draw. */
export type WorkerRequest = ParseRequest | DrawRequest
/** What fails before it is told apart has the fields of both. */
export type WorkerResult = ParseResult | DrawResult

/** What a parse worker is started with. */
export interface ParseWorkerData {
  /** Tokenizer file (`tokenizer.json`) of each embedding model that has one. */
  readonly tokenizers: Readonly<Record<string, string>>
  /** Folders with OCR data that a person added. */
  readonly ocrFolders: readonly string[]
}

/** One file at a time: a worker is ended when its file is cancelled or takes too long, so there is nothing else to say. */
export type ToParseWorker =
  | { readonly kind: 'read'; readonly request: WorkerRequest; /** Whether somebody keeps units of a long reading. */ readonly givesUnits: boolean }
  /** The units given last are kept. */
  | { readonly kind: 'taken' }

export type FromParseWorker =
  | { readonly kind: 'progress'; readonly progress: JobProgress }
  | { readonly kind: 'units'; readonly units: readonly ReadUnit[] }
  | { readonly kind: 'result'; readonly result: WorkerResult }
