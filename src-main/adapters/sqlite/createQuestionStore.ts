import type { DatabaseSync } from 'node:sqlite'
import type { AnswerId, ThreadId } from '../../../src-shared/domain/ids.ts'
import type { QuestionStage } from '../../../src-shared/domain/question.ts'
import type { AnswerRequest } from '../../core/answering/Answering.ts'
import { decodeCourse, encodeCourse } from '../../core/answering/SavedCourse.ts'
import type { QuestionStore, StoredQuestion } from '../../core/ports/QuestionStore.ts'
import { PLAIN_VAULT, type Vault } from '../../core/lock/createVault.ts'
import { inTransaction } from './openDatabase.ts'

/** Questions on their way, in `catalog.db`. One that an older version wrote and that is only read has none. */
export function createQuestionStore(database: DatabaseSync, vault: Vault = PLAIN_VAULT): QuestionStore {
  const fromRow = (row: Record<string, unknown>) => questionOf(row, vault)
  if (database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'question'").get() === undefined) return NO_QUESTIONS
  const statements = {
    all: database.prepare('SELECT * FROM question ORDER BY submittedMs, rowid'),
    one: database.prepare('SELECT * FROM question WHERE answerId = ?'),
    save: database.prepare(`INSERT INTO question (answerId, threadId, request, submittedMs, attempt, stage, course, text, deltas) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (answerId) DO UPDATE SET attempt = excluded.attempt, stage = excluded.stage, course = excluded.course, text = excluded.text, deltas = excluded.deltas`),
    saveText: database.prepare('UPDATE question SET text = ?, deltas = ? WHERE answerId = ?'),
    remove: database.prepare('DELETE FROM question WHERE answerId = ?'),
  }
  return {
    questions: () => statements.all.all().map(fromRow),
    question: (answerId) => {
      const row = statements.one.get(answerId)
      return row === undefined ? undefined : fromRow(row)
    },
    saveQuestion: ({ answerId, threadId, request, submittedMs, attempt, stage, course, text, deltas }) => inTransaction(database, () => {
      statements.save.run(answerId, threadId, vault.seal(JSON.stringify(request)), submittedMs, attempt, stage, course === undefined ? null : vault.seal(encodeCourse(course)), vault.seal(text), deltas)
    }),
    saveText: (answerId, text, deltas) => inTransaction(database, () => { statements.saveText.run(vault.seal(text), deltas, answerId) }),
    removeQuestion: (answerId) => inTransaction(database, () => { statements.remove.run(answerId) }),
  }
}

const NO_QUESTIONS: QuestionStore = { questions: () => [], question: () => undefined, saveQuestion: () => undefined, saveText: () => undefined, removeQuestion: () => undefined }

function questionOf(row: Record<string, unknown>, vault: Vault): StoredQuestion {
  return {
    answerId: String(row.answerId) as AnswerId, threadId: String(row.threadId) as ThreadId, request: JSON.parse(vault.open(String(row.request))) as AnswerRequest,
    submittedMs: Number(row.submittedMs), attempt: Number(row.attempt), stage: String(row.stage) as QuestionStage,
    ...(row.course === null ? {} : { course: decodeCourse(vault.open(String(row.course))) }), text: vault.open(String(row.text)), deltas: Number(row.deltas),
  }
}
