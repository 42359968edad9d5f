import { promisify } from 'node:util'
import { deflateRaw, inflateRawSync } from 'node:zlib'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import { PLAIN_VAULT, type Vault } from '../../core/lock/createVault.ts'
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
 * A unit as it is stored: text readable by any SQLite tool unless the library has a lock, places compressed. Word boxes are most of the bytes and shrink to about a
 * fifth; the work happens on zlib's threads, because a page takes about a millisecond and a document may have thousands.
 */
export async function encodeUnit({ unit, source, text, ...rest }: ParsedUnit, vault: Vault = PLAIN_VAULT): Promise<EncodedUnit> {
  // Level 1: a tenth larger than the default and three times as fast.
  return { unit, source, text: vault.seal(text), rest: vault.seal<Uint8Array>(await deflate(JSON.stringify(rest), { level: 1 })) }
}

/** The reverse. Boxes are plain JSON numbers, so the round trip is exact. */
export function decodeUnit(row: EncodedUnit, vault: Vault = PLAIN_VAULT): ParsedUnit {
  return unpackRows(decodePacked(row, vault))
}

/** The same without the segments of a packed unit. */
export function decodePacked(row: EncodedUnit, vault: Vault = PLAIN_VAULT): ParsedUnit {
  const rest = JSON.parse(inflateRawSync(vault.open(row.rest)).toString('utf8')) as Omit<ParsedUnit, 'unit' | 'source' | 'text'>
  return { ...rest, unit: row.unit, source: row.source as ParsedUnit['source'], text: vault.open(row.text) }
}
