import type { AnswerId } from '../../../src-shared/domain/ids.ts'
import type { AuditLog } from '../ports/AuditLog.ts'
import type { ConversationStore } from '../ports/ConversationStore.ts'
import type { EvaluationStore } from '../ports/EvaluationStore.ts'
import type { Clock } from '../ports/SystemPorts.ts'
import { forgetWords } from './forgetWords.ts'
import { missingEntry } from './missingEntry.ts'

export interface Redaction {
  /**
   * Removes the content of one answer, and of those that repeated it from the log, wherever it is kept: log, thread, feedback, question sets, samples. The entries keep their hashes, and a note says
   * when and why. Gives the entry's number. Throws NOT_FOUND.
   */
  redact(id: AnswerId | number, reason: string): { readonly sequence: number; readonly repetitions: number }
  /** The same for every answer older than so many days; gives how many. */
  applyRetention(days: number): number
}

export interface RedactionDeps {
  readonly auditLog: AuditLog
  readonly conversations: Pick<ConversationStore, 'removeAnswers'>
  readonly store: EvaluationStore
  readonly clock: Clock
}

const DAY_MS = 86_400_000

export function createRedaction({ auditLog, conversations, store, clock }: RedactionDeps): Redaction {
  function remove(entries: readonly { readonly sequence: number; readonly answerId: AnswerId }[], reason: string): void {
    if (entries.length === 0) return
    const at = new Date(clock.now()).toISOString()
    // With its note in one transaction: an emptied entry without one counts as altered.
    auditLog.redact(entries.map(({ sequence, answerId }) => ({ sequence, note: { kind: 'note', event: 'redacted', at, detail: { sequence, answerId, reason } } })))
    const answerIds = entries.map(({ answerId }) => answerId)
    forgetWords(store, new Set<string>(answerIds))
    // Last: it also overwrites what the others left behind in the file.
    conversations.removeAnswers(answerIds)
  }
  const all = () => auditLog.list({ limit: Number.MAX_SAFE_INTEGER }).filter(({ answerId }) => answerId !== '')
  return {
    redact(id, reason) {
      const entry = auditLog.get(id)
      if (entry === undefined) throw missingEntry(auditLog, id)
      const { record: { answerId, answer }, sequence } = entry
      const first = answer.repeats ?? answerId
      const same = all().filter((other) => other.sequence !== sequence && (other.answerId === first || other.repeats === first))
      remove([{ sequence, answerId }, ...same], reason)
      return { sequence, repetitions: same.length }
    },
    applyRetention(days) {
      const before = new Date(clock.now() - days * DAY_MS).toISOString()
      const old = all().filter(({ asked }) => asked < before)
      remove(old, `older than ${days} days`)
      return old.length
    },
  }
}
