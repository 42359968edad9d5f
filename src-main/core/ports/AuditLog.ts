import type { AuditEntry, AuditNote, AuditRecord, AuditSummary, AuditVerification } from '../../../src-shared/domain/audit.ts'
import type { AnswerId } from '../../../src-shared/domain/ids.ts'

/** One row of the log. `content` is the canonical JSON that was hashed; empty when it was redacted. */
export interface StoredAuditEntry {
  readonly sequence: number
  readonly previousHash: string
  readonly contentHash: string
  readonly hash: string
  readonly content: string
}

/** Append-only; each entry holds the hash of the one before. */
export interface AuditLog {
  append(record: AuditRecord | AuditNote): { readonly sequence: number; readonly hash: string }
  /** Appends each note and empties its entry's content, all together or not at all; the entries' hashes stay. The text is gone from the file afterwards. */
  redact(redactions: readonly { readonly sequence: number; readonly note: AuditNote }[]): void
  /** Answers only, newest first. */
  list(options?: { readonly limit?: number; readonly before?: number }): readonly AuditSummary[]
  /** An answer's entry. Throws CHAIN_BROKEN when it cannot be read. */
  get(id: AnswerId | number): AuditEntry | undefined
  /** Everything as it is stored, oldest first, notes and redacted entries included. */
  stored(options?: { readonly from?: number }): Iterable<StoredAuditEntry>
  /**
   * Recomputes every hash from the stored bytes. `witnesses` are entries remembered elsewhere (`answer.audit`): with them a tail
   * that was cut off or rewritten as a whole is found too.
   */
  verify(witnesses?: Iterable<{ readonly sequence: number; readonly hash: string }>): AuditVerification
  count(): number
  close(): void
}
