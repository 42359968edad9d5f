import type { AuditEntry, AuditRecord, AuditSummary, AuditVerification } from '../../../src-shared/domain/audit.ts'
import type { AnswerId } from '../../../src-shared/domain/ids.ts'

/** Append-only; each entry holds the hash of the one before. */
export interface AuditLog {
  append(record: AuditRecord): { readonly sequence: number; readonly hash: string }
  list(options?: { readonly limit?: number; readonly before?: number }): readonly AuditSummary[]
  get(id: AnswerId | number): AuditEntry | undefined
  /**
   * Recomputes every hash from the stored bytes. `witnesses` are entries remembered elsewhere (`answer.audit`): with them a tail
   * that was cut off or rewritten as a whole is found too.
   */
  verify(witnesses?: Iterable<{ readonly sequence: number; readonly hash: string }>): AuditVerification
  count(): number
  close(): void
}
