import type { Answer } from '../../../src-shared/domain/answer.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { AuditLog, StoredAuditEntry } from '../ports/AuditLog.ts'

/** An entry as it is stored, and how the log goes on from it to its head: links without content, so that nothing of other questions leaves the library. */
export interface AuditTrail {
  readonly entry: StoredAuditEntry
  readonly after: readonly Pick<StoredAuditEntry, 'sequence' | 'contentHash' | 'hash'>[]
  readonly head: { readonly sequence: number; readonly hash: string }
}

/** Throws CHAIN_BROKEN when the log no longer has the entry that the answer was given with, NOT_FOUND when it was redacted. */
export function auditTrail(auditLog: Pick<AuditLog, 'stored'>, { audit }: Pick<Answer, 'audit'>): AuditTrail {
  let entry: StoredAuditEntry | undefined
  const after: AuditTrail['after'][number][] = []
  for (const stored of auditLog.stored({ from: audit.sequence })) {
    if (entry === undefined) entry = stored
    else after.push({ sequence: stored.sequence, contentHash: stored.contentHash, hash: stored.hash })
  }
  if (entry?.sequence !== audit.sequence || entry.hash !== audit.hash) throw new AppError('CHAIN_BROKEN', `Entry ${audit.sequence} of the audit log is not the one that this answer was recorded as.`)
  if (entry.content === '') throw new AppError('NOT_FOUND', 'What was recorded of this answer has been removed from the audit log.')
  const { sequence, hash } = after.at(-1) ?? entry
  return { entry, after, head: { sequence, hash } }
}
