import { basename } from 'node:path'
import type { ParsedDocument } from '../../../src-shared/domain/document.ts'
import type { JobProgress } from '../../../src-shared/domain/job.ts'
import { toAppError } from '../../../src-shared/errors/AppError.ts'
import { chunkUnits, type CountTokens } from '../../core/ingestion/chunkUnits.ts'
import type { ParseRequest, ParseResult } from '../../core/ports/DocumentParser.ts'
import type { OcrEngine } from '../../core/ports/OcrEngine.ts'
import type { ParseFileRequest } from '../../adapters/parsing/ParseFileRequest.ts'

export interface ReadingTools {
  readonly parseFile: (request: ParseFileRequest) => Promise<ParsedDocument>
  /** An engine for these languages; the reading closes nothing, the tools keep it for the next file. */
  readonly ocrFor: (languages: readonly string[]) => OcrEngine
  readonly tokenCounter: (model: string) => Promise<CountTokens>
  readonly onProgress: (progress: JobProgress) => void
}

/** One file to units and chunks. A broken file is a result; nothing is thrown. */
export async function readDocument(request: ParseRequest, tools: ReadingTools): Promise<ParseResult> {
  const ocr = timedOcr(tools.ocrFor(request.ocrLanguages))
  const started = performance.now()
  let parsedAt = started
  const timings = () => ({ parseMs: parsedAt - started - ocr.elapsedMs(), ocrMs: ocr.elapsedMs(), chunkMs: performance.now() - parsedAt })
  try {
    const document = await tools.parseFile({
      path: request.path, name: request.name ?? basename(request.path), maxFileBytes: request.maxFileBytes, maxPages: request.maxPages, ocr: ocr.engine,
      ...(request.password === undefined ? {} : { password: request.password }),
      onProgress: (done, total, unit) => tools.onProgress({ stage: 'parse', done, unit, ...(total === undefined ? {} : { total }) }),
    })
    parsedAt = performance.now()
    const chunks = request.chunking === null ? [] : chunkUnits(document.units, request.chunking, await tools.tokenCounter(request.chunking.tokenizer))
    return { ok: true, document: { ...document, chunks }, timings: timings() }
  } catch (thrown) {
    if (parsedAt === started) parsedAt = performance.now()
    return { ok: false, error: toAppError(thrown).toData(), mediaType: knownMediaType(thrown), timings: timings() }
  }
}

function timedOcr(engine: OcrEngine) {
  let elapsedMs = 0
  const timed: OcrEngine = {
    async recognise(raster, options) {
      const started = performance.now()
      try {
        return await engine.recognise(raster, options)
      } finally {
        elapsedMs += performance.now() - started
      }
    },
    close: () => engine.close(),
  }
  return { engine: timed, elapsedMs: () => elapsedMs }
}

/** A locked PDF is a PDF all the same: the reader of a format leaves the type on the error's cause. */
function knownMediaType(thrown: unknown): string {
  const cause: unknown = thrown instanceof Error ? thrown.cause : undefined
  const mediaType = typeof cause === 'object' && cause !== null && 'mediaType' in cause ? cause.mediaType : undefined
  return typeof mediaType === 'string' ? mediaType : 'application/octet-stream'
}
