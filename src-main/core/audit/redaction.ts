import type { AnswerId } from '../../../src-shared/domain/ids.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { AuditLog } from '../ports/AuditLog.ts'
import type { ConversationStore } from '../ports/ConversationStore.ts'
import type { Clock } from '../ports/SystemPorts.ts'

export interface Redaction {
  /** Removes the content of one answer from log and thread; the entry keeps its hashes, and a note says when and why. Throws NOT_FOUND. */
  redact(id: AnswerId | number, reason: string): { readonly sequence: number }
  /** The same for every answer older than so many days; gives how many. */
  applyRetention(days: number): number
}

const DAY_MS = 86_400_000

export function createRedaction({ auditLog, conversations, clock }: { readonly auditLog: AuditLog; readonly conversations: Pick<ConversationStore, 'removeAnswer'>; readonly clock: Clock }): Redaction {
  function remove(entries: readonly { readonly sequence: number; readonly answerId: AnswerId }[], reason: string): void {
    if (entries.length === 0) return
    const at = new Date(clock.now()).toISOString()
    // With its note in one transaction: an emptied entry without one counts as altered.
    auditLog.redact(entries.map(({ sequence, answerId }) => ({ sequence, note: { kind: 'note', event: 'redacted', at, detail: { sequence, answerId, reason } } })))
    for (const { answerId } of entries) conversations.removeAnswer(answerId)
  }
  return {
    redact(id, reason) {
      const entry = auditLog.get(id)
      if (entry === undefined) throw new AppError('NOT_FOUND', `The audit log has no answer “${id}”, or it is redacted already.`)
      remove([{ sequence: entry.sequence, answerId: entry.record.answerId }], reason)
      return { sequence: entry.sequence }
    },
    applyRetention(days) {
      const before = new Date(clock.now() - days * DAY_MS).toISOString()
      const old = auditLog.list({ limit: Number.MAX_SAFE_INTEGER }).filter(({ asked, answerId }) => answerId !== '' && asked < before)
      remove(old, `older than ${days} days`)
      return old.length
    },
  }
}
