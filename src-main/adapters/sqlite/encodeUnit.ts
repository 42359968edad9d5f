import { promisify } from 'node:util'
import { deflateRaw, inflateRawSync } from 'node:zlib'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import { unpackRows } from '../../core/reading/packRows.ts'

const deflate = promisify(deflateRaw)

export interface EncodedUnit {
  readonly unit: number
  readonly source: string
  readonly text: string
  /** Everything but `unit`, `source` and `text`: JSON, deflated. */
  readonly rest: Uint8Array
}

/**
 * A unit as it is stored: text readable by any SQLite tool, places compressed. Word boxes are most of the bytes and shrink to about a
 * fifth; the work happens on zlib's threads, because a page takes about a millisecond and a document may have thousands.
 */
export async function encodeUnit({ unit, source, text, ...rest }: ParsedUnit): Promise<EncodedUnit> {
  // Level 1: a tenth larger than the default and three times as fast.
  return { unit, source, text, rest: await deflate(JSON.stringify(rest), { level: 1 }) }
}

/** The reverse. Boxes are plain JSON numbers, so the round trip is exact. */
export function decodeUnit(row: EncodedUnit): ParsedUnit {
  return unpackRows(decodePacked(row))
}

/** The same without the segments of a packed unit. */
export function decodePacked(row: EncodedUnit): ParsedUnit {
  const rest = JSON.parse(inflateRawSync(row.rest).toString('utf8')) as Omit<ParsedUnit, 'unit' | 'source' | 'text'>
  return { ...rest, unit: row.unit, source: row.source as ParsedUnit['source'], text: row.text }
}
