import { DatabaseSync } from 'node:sqlite'
import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import { PLAIN_VAULT, type Vault } from '../../core/lock/createVault.ts'
import { decodePacked, type EncodedUnit } from './encodeUnit.ts'

/** Units of the catalog for a process beside its writer. */
export interface UnitReader {
  /** Units of that version one by one, rows of a huge sheet still packed, so that a million of them are never held whole; undefined when another version (or none) is current. */
  unitsOf(document: { readonly documentId: DocumentId; readonly sha256: string }): Iterable<ParsedUnit> | undefined
  close(): void
}

/** Opens `catalog.db` for reading only: write-ahead logging lets it read while the engine writes. Nothing is checked or migrated, the engine has done that. */
export function openUnitReader(file: string, vault: Vault = PLAIN_VAULT): UnitReader {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5000 })
  const version = database.prepare("SELECT sha256 FROM document WHERE documentId = ? AND state = 'indexed'")
  const units = database.prepare('SELECT unit, source, text, rest FROM unit WHERE documentId = ? ORDER BY unit')
  return {
    unitsOf({ documentId, sha256 }) {
      if (version.get(documentId)?.sha256 !== sha256) return undefined
      return { *[Symbol.iterator]() { for (const row of units.iterate(documentId)) yield decodePacked(row as unknown as EncodedUnit, vault) } }
    },
    close: () => { database.close() },
  }
}
