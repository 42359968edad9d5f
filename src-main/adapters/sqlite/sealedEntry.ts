import type { AuditNote, AuditRecord } from '../../../src-shared/domain/audit.ts'
import { isSealed, type Vault } from '../../core/lock/createVault.ts'

/**
 * A sealed entry is stored as JSON that still says which answer it is of and whether it is a note, so that it is found without being opened; the hash chain goes over what is sealed in it. A
 * record's own JSON is canonical, with its keys in order, and never begins so.
 */
const BEGINNING = '{"sealed":"'

export function sealEntry(content: string, record: AuditRecord | AuditNote, vault: Vault): string {
  const sealed = vault.seal(content)
  if (!isSealed(sealed)) return content
  return JSON.stringify({ sealed, kind: record.kind, ...(record.kind === 'answer' ? { answerId: record.answerId } : {}) })
}

/** The record's JSON, whether it was sealed or not. Throws DAMAGED_LIBRARY for what was changed in its sealed form. */
export function openEntry(stored: string, vault: Vault): string {
  return stored.startsWith(BEGINNING) ? vault.open((JSON.parse(stored) as { readonly sealed: string }).sealed) : stored
}

/** The same over bytes for the verification, which must name what it cannot read: that stays as it is, and does not fit its hash. */
export function openEntryBytes(stored: Uint8Array, vault: Vault): Uint8Array {
  const text = stored.length > 0 && stored[0] === BEGINNING.charCodeAt(0) ? new TextDecoder().decode(stored) : ''
  if (!text.startsWith(BEGINNING)) return stored
  try {
    return new TextEncoder().encode(openEntry(text, vault))
  } catch {
    return stored
  }
}
