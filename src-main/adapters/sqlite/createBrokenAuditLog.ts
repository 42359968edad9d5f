import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { AuditLog } from '../../core/ports/AuditLog.ts'

/**
 * Stands for an `audit.db` that cannot be opened. Nothing is put in its place without a person: search and reading go on, a question fails with what to do, and the check
 * says that the log is broken.
 */
export function createBrokenAuditLog(cause: AppError): AuditLog {
  const refuse = (): never => {
    throw new AppError('CHAIN_BROKEN', 'audit.db is damaged and cannot be opened, so that no question can be recorded.', { action: 'Run doctor --repair: it keeps the damaged file and begins a new log.', cause })
  }
  return {
    append: refuse, redact: refuse, get: refuse,
    list: () => [], stored: () => [], count: () => 0,
    verify: () => ({ entries: 0, ok: false, brokenAt: 1, reason: 'unreadable', head: '' }),
    close: () => undefined,
  }
}
