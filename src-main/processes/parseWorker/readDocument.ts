import { basename } from 'node:path'
import type { ParsedDocument } from '../../../src-shared/domain/document.ts'
import type { JobProgress } from '../../../src-shared/domain/job.ts'
import { toAppError } from '../../../src-shared/errors/AppError.ts'
import { chunkUnits, type CountTokens } from '../../core/ingestion/chunkUnits.ts'
import type { ParseRequest, ParseResult, ReadUnit, UnitStream } from '../../core/ports/DocumentParser.ts'
import type { OcrEngine } from '../../core/ports/OcrEngine.ts'
import type { ParseFileRequest } from '../../adapters/parsing/ParseFileRequest.ts'

export interface ReadingTools {
  readonly parseFile: (request: ParseFileRequest) => Promise<ParsedDocument>
  /** An engine for these languages; the reading closes nothing, the tools keep it for the next file. */
  readonly ocrFor: (languages: readonly string[]) => OcrEngine
  readonly tokenCounter: (model: string) => Promise<CountTokens>
  readonly onProgress: (progress: JobProgress) => void
  /** Keeps units of a reading that takes long; absent: all are in the result. */
  readonly onUnits?: (units: readonly ReadUnit[]) => Promise<void>
}

/** Units are given over when this much work would be lost with them. Most files are done before. */
const GIVE_AFTER_MS = 2000
/** And before so many of them fill the memory. */
const GIVE_AT_MOST = 64

/** One file to units and chunks. A broken file is a result; nothing is thrown. */
export async function readDocument(request: ParseRequest, tools: ReadingTools): Promise<ParseResult> {
  const ocr = timedOcr(tools.ocrFor(request.ocrLanguages))
  const started = performance.now()
  let parsedAt = started
  const timings = () => ({ parseMs: parsedAt - started - ocr.elapsedMs() - chunkMs, ocrMs: ocr.elapsedMs(), chunkMs: performance.now() - parsedAt + chunkMs })
  const held: ReadUnit[] = []
  let heldSince = started
  let chunkMs = 0
  let ocrBefore = 0
  try {
    const countTokens = request.chunking === null ? undefined : await tools.tokenCounter(request.chunking.tokenizer)
    const chunksOf = (units: Parameters<typeof chunkUnits>[0]) => (request.chunking === null || countTokens === undefined ? [] : chunkUnits(units, request.chunking, countTokens))
    const stream: UnitStream = {
      ...(request.from === undefined ? {} : { from: request.from.checkpoint, leading: request.from.leading }),
      async onUnit(unit, checkpoint) {
        const chunking = performance.now()
        held.push({ unit, chunks: chunksOf([unit]), checkpoint })
        chunkMs += performance.now() - chunking
        if (performance.now() - heldSince < GIVE_AFTER_MS && held.length < GIVE_AT_MOST) return
        await tools.onUnits?.(held.splice(0))
        heldSince = performance.now()
      },
    }
    const document = await tools.parseFile({
      path: request.path, name: request.name ?? basename(request.path), maxFileBytes: request.maxFileBytes, maxPages: request.maxPages, ocr: ocr.engine,
      ...(tools.onUnits === undefined ? {} : { stream }),
      ...(request.password === undefined ? {} : { password: request.password }),
      onProgress(done, total, unit) {
        // A page that OCR was needed for says so; the next one of text says `parse` again.
        const stage = ocr.elapsedMs() > ocrBefore ? 'ocr' : 'parse'
        ocrBefore = ocr.elapsedMs()
        tools.onProgress({ stage, done, unit, ...(total === undefined ? {} : { total }) })
      },
    })
    parsedAt = performance.now()
    const chunks = [...held.flatMap((unit) => unit.chunks), ...chunksOf(document.units)].map((chunk, ordinal) => ({ ...chunk, ordinal }))
    return { ok: true, document: { ...document, units: [...held.map(({ unit }) => unit), ...document.units], chunks }, timings: timings() }
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
