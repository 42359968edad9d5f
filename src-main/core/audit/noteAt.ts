import type { AuditNote, AuditRecord } from '../../../src-shared/domain/audit.ts'
import type { AuditLog } from '../ports/AuditLog.ts'

/** The note that was logged under that number; undefined for answers, redacted entries and numbers that were never given. */
export function noteAt(auditLog: Pick<AuditLog, 'stored'>, sequence: number): AuditNote | undefined {
  for (const entry of auditLog.stored({ from: sequence })) {
    if (entry.sequence !== sequence || entry.content === '') return undefined
    const record = JSON.parse(entry.content) as AuditRecord | AuditNote
    return record.kind === 'note' ? record : undefined
  }
  return undefined
}
