import type { ParsedAndChunked } from '../../../src-shared/domain/document.ts'
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

/** A broken file is a result with a reason, not an exception. */
export type ParseResult =
  | { readonly ok: true; readonly document: ParsedAndChunked; readonly timings: ParseTimings }
  | { readonly ok: false; readonly error: ErrorData; readonly mediaType: string; readonly timings: ParseTimings }

/**
 * Reads files outside the engine's process, in workers that are ended and replaced when they exceed time or memory. Throws only
 * AbortError; everything about a file itself is in the result (PARSER_CRASHED and PARSE_TIMEOUT included).
 */
export interface DocumentParser {
  /** How many files are worth having in flight at once. */
  readonly concurrency: number
  parse(request: ParseRequest, options?: { readonly signal?: AbortSignal; readonly onProgress?: (progress: JobProgress) => void }): Promise<ParseResult>
  close(): Promise<void>
}
