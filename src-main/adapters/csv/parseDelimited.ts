import { parse } from 'csv-parse'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import { hugeSheetWarning, SheetStream } from '../../core/reading/composeSheet.ts'
import { normaliseLine, normaliseText } from '../../core/reading/normaliseText.ts'
import type { ParsedContent } from '../parsing/ParseFileRequest.ts'
import { detectDialect } from './detectDialect.ts'

// The parser takes text in pieces so that other work of the thread (progress, abort) gets its turn.
const PIECE_CHARS = 1 << 20

export interface DelimitedOptions {
  /** Names the sheet; the file's name without its ending. */
  readonly name: string
  readonly signal?: AbortSignal
}

/** CSV, TSV and their kin: the dialect is detected, every row is kept, also those of another length than the header. */
export async function parseDelimited(text: string, options: DelimitedOptions): Promise<ParsedContent> {
  const clean = normaliseText(text)
  const dialect = detectDialect(clean)
  const parser = parse({
    delimiter: dialect.delimiter, quote: '"', escape: dialect.escape,
    relax_column_count: true, relax_quotes: true, skip_empty_lines: false, bom: false, record_delimiter: '\n',
    // A quote that never closes would otherwise swallow the file into one record.
    max_record_size: 10_000_000,
  })
  const name = options.name.replace(/^.*[/\\]/, '').replace(/\.[^.]*$/, '') || options.name
  const sheet = new SheetStream({ name })
  // Row numbers are the sheet's as a spreadsheet opens the file: one a record, blank ones counted.
  let row = 0
  const drain = (): void => {
    for (let record = parser.read() as string[] | null; record !== null; record = parser.read() as string[] | null) {
      row++
      if (record.some((cell) => cell !== '')) sheet.push({ row, cells: record.map(normaliseLine) })
    }
  }
  const ended = new Promise<void>((resolve, reject) => { parser.on('readable', drain).once('end', resolve).once('error', reject) })
  // Rejections are seen where `ended` is awaited below, after the last piece was written.
  ended.catch(() => undefined)
  for (let at = dialect.start; at < clean.length && !parser.destroyed; at += PIECE_CHARS) {
    options.signal?.throwIfAborted()
    if (!parser.write(clean.slice(at, at + PIECE_CHARS))) await Promise.race([new Promise((resolve) => { parser.once('drain', resolve) }), ended])
  }
  parser.end()
  try {
    await ended
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'CSV_MAX_RECORD_SIZE') throw new AppError('DAMAGED_FILE', 'A quoted value in this table never ends.', { cause: thrown })
    throw thrown
  }
  const warning = hugeSheetWarning(name, sheet.rows, 1)
  return { units: sheet.finish(), warnings: warning === undefined ? [] : [warning], metadata: {} }
}
