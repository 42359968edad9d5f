import type { Answer, Thread } from '../../../src-shared/domain/answer.ts'
import type { AnswerId, ThreadId } from '../../../src-shared/domain/ids.ts'
import type { AuditLog } from '../ports/AuditLog.ts'
import type { ConversationStore } from '../ports/ConversationStore.ts'
import type { QuestionStore } from '../ports/QuestionStore.ts'

interface Desk {
  readonly auditLog: AuditLog
  readonly conversations: ConversationStore
  readonly questions: QuestionStore
}

/** Log, threads and questions of a library that may only be read: what is there is shown; what is asked now is answered, held in memory, and recorded nowhere (its entry has the number 0). */
export function keepNothing({ auditLog, conversations }: Pick<Desk, 'auditLog' | 'conversations'>): Desk {
  const answers = new Map<AnswerId, Answer>()
  const ofThread = (threadId: ThreadId) => [...answers.values()].filter((answer) => answer.threadId === threadId)

  function newThreads(known: ReadonlySet<ThreadId>): Thread[] {
    const ids = new Set([...answers.values()].flatMap(({ threadId }) => (threadId === undefined || known.has(threadId) ? [] : [threadId])))
    return [...ids].map((threadId) => {
      const [first] = ofThread(threadId)
      return { threadId, title: first?.question ?? '', updated: ofThread(threadId).at(-1)?.asked ?? '', answers: ofThread(threadId).length, pinned: [] }
    }).reverse()
  }

  return {
    auditLog: { ...auditLog, append: () => ({ sequence: 0, hash: '' }) },
    conversations: {
      ...conversations,
      saveAnswer: (answer) => void answers.set(answer.answerId, answer),
      answer: (answerId) => answers.get(answerId) ?? conversations.answer(answerId),
      answers: (threadId) => [...conversations.answers(threadId), ...ofThread(threadId)],
      threads() {
        const kept = conversations.threads()
        return [...newThreads(new Set(kept.map(({ threadId }) => threadId))), ...kept]
      },
    },
    questions: { questions: () => [], question: () => undefined, saveQuestion: () => undefined, saveText: () => undefined, removeQuestion: () => undefined },
  }
}
