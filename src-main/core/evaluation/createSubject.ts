import type { Answer } from '../../../src-shared/domain/answer.ts'
import type { ChatTask } from '../../../src-shared/domain/model.ts'
import type { Answering } from '../answering/Answering.ts'
import type { AuditLog } from '../ports/AuditLog.ts'
import type { ConversationStore } from '../ports/ConversationStore.ts'
import type { LibraryReader } from '../ports/LibraryReader.ts'
import type { Retriever } from '../retrieval/Retrieval.ts'
import type { EvaluationSubject } from './evaluateQuestions.ts'

export interface SubjectParts {
  readonly retriever: Retriever
  readonly reader: LibraryReader
  /** Made with `unrecorded`: questions of a set are not questions of a person. Absent: retrieval only. */
  readonly answering?: Answering
  /** The chat model of the configuration with what it may do. */
  readonly chat: { readonly name: string; readonly tasks: readonly ChatTask[] } | null
  readonly unsupported: 'replace' | 'mark'
}

/** The product's search and answers over one library, as measuring asks them. */
export function createSubject({ retriever, reader, answering, chat, unsupported }: SubjectParts): EvaluationSubject {
  const writer = chat === null || chat.tasks.length === 0 ? { chatModel: null } : { chatModel: chat.name, tasks: chat.tasks }

  async function ask(asked: Answering, question: string, signal: AbortSignal | undefined): Promise<Answer> {
    const events = asked.ask({ question, ...writer, unsupported }, signal)
    for (;;) {
      const next = await events.next()
      if (next.done === true) return next.value
    }
  }
  return {
    search: (query, k, { filter, signal } = {}) => retriever.search({ query, k, ...(filter === undefined ? {} : { filter }) }, signal === undefined ? {} : { signal }),
    ...(answering === undefined ? {} : { ask: (question: string, signal?: AbortSignal) => ask(answering, question, signal) }),
    unitText: (documentId, unit) => reader.unit(documentId, unit)?.text,
    documents: reader.documents(),
  }
}

/** A log and a desk that keep nothing. */
export function unrecorded(): { readonly auditLog: AuditLog; readonly conversations: ConversationStore } {
  const nothing = () => undefined
  return {
    auditLog: { append: () => ({ sequence: 0, hash: '' }), redact: nothing, list: () => [], get: nothing, stored: () => [], verify: () => ({ entries: 0, ok: true, head: '' }), count: () => 0, close: nothing },
    conversations: { saveAnswer: nothing, answer: nothing, witnesses: () => [], threads: () => [], answers: () => [], renameThread: nothing, removeThread: nothing, removeAnswers: nothing, pinSources: nothing, saveFeedback: nothing, feedback: nothing, allFeedback: () => [] },
  }
}
