import type { DatabaseSync } from 'node:sqlite'
import type { Answer, Thread } from '../../../src-shared/domain/answer.ts'
import type { AnswerId, DocumentId, ThreadId } from '../../../src-shared/domain/ids.ts'
import type { ConversationStore, Feedback, FeedbackGrade } from '../../core/ports/ConversationStore.ts'
import { PLAIN_VAULT, type Vault } from '../../core/lock/createVault.ts'
import { scrubTables } from './scrubTables.ts'
import { inTransaction } from './openDatabase.ts'

/** Everything in `catalog.db` that holds words of questions and answers, also of questions on their way and of what was made of answers. */
const TABLES_WITH_WORDS = ['thread', 'answer', 'feedback', 'question', 'evaluationValue']

/** A thread is called by its first question until a person renames it; longer questions are cut here. */
const TITLE_CHARS = 80

/** Threads, answers and feedback in `catalog.db`. Answers are kept whole as JSON: they are read whole or not at all. */
export function createConversationStore(database: DatabaseSync, vault: Vault = PLAIN_VAULT): ConversationStore {
  const parse = (row: Record<string, unknown> | undefined) => (row === undefined ? undefined : JSON.parse(vault.open(String(row.answer))) as Answer)
  const toFeedback = (row: Record<string, unknown>) => feedbackOf(row, vault)
  const statements = {
    addThread: database.prepare('INSERT INTO thread (threadId, title, updatedMs) VALUES (?, ?, ?) ON CONFLICT (threadId) DO UPDATE SET updatedMs = excluded.updatedMs'),
    // An answer that is saved again (its checks came later) keeps its place in the thread.
    addAnswer: database.prepare(`INSERT INTO answer VALUES (?, ?, (SELECT COALESCE(MAX(position), 0) + 1 FROM answer WHERE threadId IS ?), ?)
      ON CONFLICT (answerId) DO UPDATE SET answer = excluded.answer`),
    answer: database.prepare('SELECT answer FROM answer WHERE answerId = ?'),
    threads: database.prepare('SELECT t.threadId, t.title, t.updatedMs, t.pinned, COUNT(a.answerId) AS answers FROM thread t LEFT JOIN answer a USING (threadId) GROUP BY t.threadId ORDER BY t.updatedMs DESC, t.rowid DESC'),
    answers: database.prepare('SELECT answer FROM answer WHERE threadId = ? ORDER BY position'),
    titleOf: database.prepare('SELECT title FROM thread WHERE threadId = ?'),
    witnesses: database.prepare("SELECT CASE WHEN json_valid(answer) THEN answer ->> '$.audit.sequence' END AS sequence, CASE WHEN json_valid(answer) THEN answer ->> '$.audit.hash' END AS hash, CASE WHEN NOT json_valid(answer) THEN answer END AS answer FROM answer"),
    removeAnswer: database.prepare('DELETE FROM answer WHERE answerId = ?'),
    removeFeedback: database.prepare('DELETE FROM feedback WHERE answerId = ?'),
    rename: database.prepare('UPDATE thread SET title = ? WHERE threadId = ?'),
    pin: database.prepare('UPDATE thread SET pinned = ? WHERE threadId = ?'),
    remove: database.prepare('DELETE FROM thread WHERE threadId = ?'),
    addFeedback: database.prepare('INSERT INTO feedback VALUES (?, ?, ?, ?) ON CONFLICT (answerId) DO UPDATE SET grade = excluded.grade, note = excluded.note, given = excluded.given'),
    feedback: database.prepare('SELECT * FROM feedback WHERE answerId = ?'),
    allFeedback: database.prepare('SELECT * FROM feedback ORDER BY given DESC, rowid DESC'),
  }
  return {
    saveAnswer: (answer) => inTransaction(database, () => {
      const { threadId } = answer
      const asked = answer.asked === undefined ? NaN : Date.parse(answer.asked)
      if (threadId !== undefined) statements.addThread.run(threadId, vault.seal(answer.question.slice(0, TITLE_CHARS)), Number.isNaN(asked) ? 0 : asked)
      statements.addAnswer.run(answer.answerId, threadId ?? null, threadId ?? null, vault.seal(JSON.stringify(answer)))
    }),
    answer: (answerId) => parse(statements.answer.get(answerId)),
    witnesses: () => statements.witnesses.all().map((row) => (row.answer === null ? row : parse(row)?.audit ?? row)).flatMap(({ sequence, hash }) => (typeof sequence === 'number' && sequence > 0 && typeof hash === 'string' ? [{ sequence, hash }] : [])),
    threads: () => statements.threads.all().map((row): Thread => ({
      threadId: String(row.threadId) as ThreadId, title: vault.open(String(row.title)), updated: new Date(Number(row.updatedMs)).toISOString(), answers: Number(row.answers),
      pinned: JSON.parse(String(row.pinned)) as DocumentId[],
    })),
    answers: (threadId) => statements.answers.all(threadId).flatMap((row) => parse(row) ?? []),
    renameThread: (threadId, title) => inTransaction(database, () => { statements.rename.run(vault.seal(title), threadId) }),
    removeThread: (threadId) => inTransaction(database, () => { statements.remove.run(threadId) }),
    pinSources: (threadId, documentIds) => inTransaction(database, () => { statements.pin.run(JSON.stringify(documentIds), threadId) }),
    saveFeedback: ({ answerId, grade, note, given }) => inTransaction(database, () => { statements.addFeedback.run(answerId, grade, note === undefined ? null : vault.seal(note), given) }),
    removeAnswers: (answerIds) => {
      inTransaction(database, () => {
        for (const answerId of answerIds) {
          const removed = parse(statements.answer.get(answerId))
          const title = removed?.threadId === undefined ? undefined : statements.titleOf.get(removed.threadId)?.title
          if (removed?.threadId !== undefined && typeof title === 'string' && vault.open(title) === removed.question.slice(0, TITLE_CHARS)) statements.rename.run('…', removed.threadId)
          statements.removeAnswer.run(answerId)
          statements.removeFeedback.run(answerId)
        }
      })
      scrubTables(database, TABLES_WITH_WORDS)
    },
    feedback: (answerId) => {
      const row = statements.feedback.get(answerId)
      return row === undefined ? undefined : toFeedback(row)
    },
    allFeedback: () => statements.allFeedback.all().map(toFeedback),
  }
}

function feedbackOf(row: Record<string, unknown>, vault: Vault): Feedback {
  return {
    answerId: String(row.answerId) as AnswerId, grade: String(row.grade) as FeedbackGrade, given: String(row.given),
    ...(row.note === null ? {} : { note: vault.open(String(row.note)) }),
  }
}
