import type { Chunk } from '../../../src-shared/domain/chunk.ts'
import type { ParsedAndChunked } from '../../../src-shared/domain/document.ts'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import type { ErrorData } from '../../../src-shared/errors/AppError.ts'
import type { JobProgress } from '../../../src-shared/domain/job.ts'

export interface ParseRequest {
  /** Real path of the file; the parser reads it and never writes. */
  readonly path: string
  /** The name a person knows, where it differs from the path's (attachments, archive members). */
  readonly name?: string
  /** In memory only; never logged. */
  readonly password?: string
  readonly ocrLanguages: readonly string[]
  readonly maxFileBytes: number
  readonly maxPages: number
  readonly timeoutMs: number
  /** What chunks are cut for; `null`: units only (the `extract` command). */
  readonly chunking: ChunkingOptions | null
  /** What an earlier reading of the same bytes with the same options gave over by `onUnits`. */
  readonly from?: { readonly checkpoint: ReadingCheckpoint; /** The first ones with text. */ readonly leading: readonly ParsedUnit[] }
}

export interface ChunkingOptions {
  /** Tokens a chunk aims at; never above `maxTokens`. */
  readonly targetTokens: number
  readonly maxTokens: number
  readonly overlapTokens: number
  /** Name of the embedding model whose tokenizer counts; unknown names fall back to an estimate that never undercounts. */
  readonly tokenizer: string
}

export interface ParseTimings {
  readonly parseMs: number
  readonly ocrMs: number
  readonly chunkMs: number
}

/**
 * Where a reading can go on: made by the parser with each unit and given back to it unchanged, with the same bytes and options. Plain
 * data that JSON carries; `state` means nothing outside the parser that made it.
 */
export interface ReadingCheckpoint {
  /** 1-based: the unit to read next. */
  readonly nextUnit: number
  readonly state: unknown
}

/**
 * Units one by one as they become final, in order, instead of all together at the end: a document of any length is then never held as a whole, and
 * what has been given need not be read again after an interruption. Only for formats that are read unit by unit (PDF, TIFF of several pages, PPTX); others ignore it and give
 * their units in the result. Units that were given are not in the result's `units`; the result's `warnings` are those of this run.
 */
export interface UnitStream {
  /** The checkpoint of the last unit that is safely stored; absent: from the beginning. */
  readonly from?: ReadingCheckpoint
  /** The first units with text that were given before: a title and a language are told by them. */
  readonly leading?: readonly ParsedUnit[]
  /** The next unit waits until this one is taken. */
  readonly onUnit: (unit: ParsedUnit, checkpoint: ReadingCheckpoint) => void | Promise<void>
}

/** A finished unit of a long reading, with its chunks (`ordinal` within the unit) and where the reading goes on after it. */
export interface ReadUnit {
  readonly unit: ParsedUnit
  readonly chunks: readonly Chunk[]
  readonly checkpoint: ReadingCheckpoint
}

export interface ParseOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: JobProgress) => void
  /**
   * A reading that takes long gives its units over as it goes, to be kept; they are then not in the result. It waits until they are taken, and its time limit
   * begins anew with each. A rejection ends the reading with that error. A unit may come twice when the reader died in between.
   */
  readonly onUnits?: (units: readonly ReadUnit[]) => Promise<void>
}

/** A broken file is a result with a reason, not an exception. */
export type ParseResult =
  | { readonly ok: true; readonly document: ParsedAndChunked; readonly timings: ParseTimings }
  | { readonly ok: false; readonly error: ErrorData; readonly mediaType: string; readonly timings: ParseTimings }

/**
 * Reads files outside the engine's process, in workers that are ended and replaced when they exceed time or memory. Throws only
 * AbortError and what `onUnits` throws; everything about a file itself is in the result (PARSER_CRASHED and PARSE_TIMEOUT included).
 */
export interface DocumentParser {
  /** How many files are worth having in flight at once. */
  readonly concurrency: number
  parse(request: ParseRequest, options?: ParseOptions): Promise<ParseResult>
  close(): Promise<void>
}
