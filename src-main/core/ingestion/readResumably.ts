import type { ParsedDocument, ParseWarning } from '../../../src-shared/domain/document.ts'
import type { Chunk } from '../../../src-shared/domain/chunk.ts'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import { definedOnly } from '../library/definedOnly.ts'
import type { CheckpointStore, StoredReading } from '../ports/CheckpointStore.ts'
import type { DocumentParser, ParseOptions, ParseRequest, ParseResult } from '../ports/DocumentParser.ts'
import type { FileFacts } from '../ports/FileSystem.ts'

/** To be counted up when parsers give other units for the same bytes: what an older program kept is then not gone on with. */
const READING_VERSION = 1
/** What a title and a language are told by. */
const LEADING_UNITS = 8

/** What was read, wherever it lies now: units of a long reading are on disk, and go through memory one by one. */
export interface Reading extends Omit<ParsedDocument, 'units'> {
  readonly units: Iterable<ParsedUnit>
  readonly texts: Iterable<Pick<ParsedUnit, 'text'>>
  readonly chunks: readonly Chunk[]
}

export type ReadingResult = Exclude<ParseResult, { readonly ok: true }> | (Pick<ParseResult, 'timings'> & { readonly ok: true; readonly document: Reading })

export interface ReadFrom {
  readonly parser: DocumentParser
  /** Absent: every reading begins at the beginning. */
  readonly checkpoints: CheckpointStore | undefined
  readonly sha256: string
  readonly facts: FileFacts
}

/**
 * Reads a file, going on where an interrupted reading of the same bytes ended; gives what became of it and a function that forgets the kept part (to be called once
 * the document is published, or when the part is of no use). A rejection (cancelled, disk full) leaves it for the next time.
 */
export async function readResumably({ parser, checkpoints, sha256, facts }: ReadFrom, request: ParseRequest, options: Pick<ParseOptions, 'signal' | 'onProgress'>): Promise<{ readonly result: ReadingResult; readonly forget: () => void }> {
  const { chunking, ocrLanguages, maxPages } = request
  const stored = checkpoints?.open({ sha256, ...facts, options: JSON.stringify({ READING_VERSION, chunking, ocrLanguages, maxPages }) })
  if (stored === undefined) return { result: withTexts(await parser.parse(request, options)), forget: () => undefined }
  const checkpoint = stored.checkpoint()
  const result = await parser.parse(
    definedOnly({ ...request, from: checkpoint === undefined ? undefined : { checkpoint, leading: stored.leading(LEADING_UNITS) } }),
    { ...options, onUnits: (units) => stored.append(units) },
  )
  return { result: result.ok && stored.count > 0 ? joined(stored, result) : withTexts(result), forget: () => { stored.remove() } }
}

function withTexts(result: ParseResult): ReadingResult {
  return result.ok ? { ...result, document: { ...result.document, texts: result.document.units } } : result
}

function joined(stored: StoredReading, { document, timings }: Extract<ParseResult, { ok: true }>): ReadingResult {
  // A reader that died and began again gives some units both ways.
  const firstOfRest = document.units[0]?.unit ?? Infinity
  const isKept = ({ unit }: { readonly unit: number }) => unit < firstOfRest
  const texts = stored.texts().filter(isKept)
  const chunks = [...stored.chunks().filter(({ anchor }) => isKept(anchor)), ...document.chunks].map((chunk, ordinal) => ({ ...chunk, ordinal }))
  const units: Iterable<ParsedUnit> = {
    * [Symbol.iterator]() {
      for (const unit of stored.units()) if (isKept(unit)) yield unit
      yield* document.units
    },
  }
  return { ok: true, timings, document: { ...document, units, texts: [...texts, ...document.units], chunks, warnings: [...warningsOf(stored, texts.filter(({ source }) => source === 'failed'), document.warnings), ...document.warnings] } }
}

/** A run warns of its own pages only; of earlier ones their units tell. */
function warningsOf(stored: StoredReading, failed: readonly { readonly unit: number }[], known: readonly ParseWarning[]): ParseWarning[] {
  const numbers = new Set(failed.map(({ unit }) => unit).filter((unit) => !known.some((warning) => warning.unit === unit)))
  if (numbers.size === 0) return []
  return [...stored.units()].filter(({ unit }) => numbers.has(unit)).map(({ unit, note = '' }) => ({ code: 'PAGE_FAILED', unit, message: note.replace(/^This page/, `Page ${unit}`) }))
}
