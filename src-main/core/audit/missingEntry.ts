import type { AnswerId } from '../../../src-shared/domain/ids.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { AuditLog } from '../ports/AuditLog.ts'
import { redactionOf } from './noteAt.ts'

/** Why an entry cannot be given: it never was, or it was redacted, then when and why. */
export function missingEntry(auditLog: Pick<AuditLog, 'stored'>, id: AnswerId | number): AppError {
  const redacted = redactionOf(auditLog, id)
  if (redacted === undefined) return new AppError('NOT_FOUND', `The audit log has no entry “${id}”.`, { action: 'See audit list.' })
  return new AppError('NOT_FOUND', `Entry “${id}” was redacted on ${redacted.at}: ${String(redacted.detail['reason'])}.`, { action: 'Its content is gone; the chain holds its hash.' })
}
