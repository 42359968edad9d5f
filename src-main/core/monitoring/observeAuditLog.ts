import type { AuditNote, AuditRecord } from '../../../src-shared/domain/audit.ts'
import type { AuditLog } from '../ports/AuditLog.ts'
import type { MeasurementStore } from '../ports/MeasurementStore.ts'
import { answerFacts } from './AnswerFacts.ts'

/**
 * The log, with each answer's figures kept in the time series as it is written. A crash between the two would leave an answer without figures, so what the log holds
 * beyond the newest figure is taken in first.
 */
export function observeAuditLog(auditLog: AuditLog, measurements: MeasurementStore, onAnswer: () => void = () => undefined): AuditLog {
  const keep = (record: AuditRecord) => measurements.add('answer', { key: record.answerId, atMs: Date.parse(record.asked), values: answerFacts(record) })

  function takeInMissed(): void {
    const newest = measurements.newest('answer')
    for (const summary of auditLog.list({ limit: Number.MAX_SAFE_INTEGER })) {
      if (newest !== undefined && (summary.answerId === newest.key || Date.parse(summary.asked) < newest.atMs)) break
      const record = auditLog.get(summary.sequence)?.record
      if (record !== undefined) keep(record)
    }
  }

  takeInMissed()
  return {
    ...auditLog,
    append(record: AuditRecord | AuditNote) {
      const written = auditLog.append(record)
      if (record.kind === 'answer') {
        keep(record)
        onAnswer()
      }
      return written
    },
  }
}
