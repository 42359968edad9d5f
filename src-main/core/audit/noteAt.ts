import type { AnswerId } from '../../../src-shared/domain/ids.ts'
import type { AuditNote, AuditRecord } from '../../../src-shared/domain/audit.ts'
import type { AuditLog } from '../ports/AuditLog.ts'

/** The note that was logged under that number; undefined for answers, redacted entries and numbers that were never given. */
export function noteAt(auditLog: Pick<AuditLog, 'stored'>, sequence: number): AuditNote | undefined {
  for (const entry of auditLog.stored({ from: sequence })) {
    if (entry.sequence !== sequence) return undefined
    return parseNote(entry.content)
  }
  return undefined
}

/** Every decision, redaction and foreign call, oldest first. */
export function* allNotes(auditLog: Pick<AuditLog, 'stored'>): Generator<{ readonly sequence: number; readonly note: AuditNote }> {
  for (const { sequence, content } of auditLog.stored()) {
    const note = parseNote(content)
    if (note !== undefined) yield { sequence, note }
  }
}

/** The note of the redaction that emptied an entry, by the entry's number or its answer; undefined when none did. */
export function redactionOf(auditLog: Pick<AuditLog, 'stored'>, id: AnswerId | number): AuditNote | undefined {
  for (const { note } of allNotes(auditLog)) {
    if (note.event === 'redacted' && (note.detail['sequence'] === id || note.detail['answerId'] === id)) return note
  }
  return undefined
}

/** Notes are short: of long entries nothing is parsed. */
const MAX_NOTE_CHARS = 65_536

function parseNote(content: string): AuditNote | undefined {
  if (content === '' || content.length > MAX_NOTE_CHARS || !content.includes('"kind":"note"')) return undefined
  try {
    const record = JSON.parse(content) as AuditRecord | AuditNote
    return record.kind === 'note' ? record : undefined
  } catch {
    return undefined
  }
}
