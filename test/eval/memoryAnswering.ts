import type { Answer } from '../../src-shared/domain/answer.ts'
import type { DocumentId } from '../../src-shared/domain/ids.ts'
import type { AuditEntry, AuditRecord } from '../../src-shared/domain/audit.ts'
import { createAnswering } from '../../src-main/core/answering/createAnswering.ts'
import type { GradeThresholds } from '../../src-main/core/answering/judgeEvidence.ts'
import type { Answering } from '../../src-main/core/answering/Answering.ts'
import { canonicalJson } from '../../src-main/core/audit/canonicalJson.ts'
import { GENESIS_HASH, hashContent, hashEntry, verifyChain } from '../../src-main/core/audit/hashChain.ts'
import type { AuditLog } from '../../src-main/core/ports/AuditLog.ts'
import type { ChatModel } from '../../src-main/core/ports/ChatModel.ts'
import type { ConversationStore } from '../../src-main/core/ports/ConversationStore.ts'
import type { Embedder } from '../../src-main/core/ports/Embedder.ts'
import type { LibraryReader } from '../../src-main/core/ports/LibraryReader.ts'
import type { VectorStore } from '../../src-main/core/ports/VectorStore.ts'
import { createRetriever } from '../../src-main/core/retrieval/createRetriever.ts'
import { DEFAULT_RETRIEVAL } from '../../src-main/core/retrieval/retrievalConfig.ts'
import { AppError } from '../../src-shared/errors/AppError.ts'

/** The product's retriever and answering over a library in memory, with a log and a desk in memory: for measuring and for tests. */
export function createMemoryAnswering(parts: {
  readonly library: { readonly store: VectorStore; readonly reader: LibraryReader }
  readonly embedder: Embedder
  readonly chatModel?: ChatModel
  readonly auditLog?: AuditLog
  /** Instead of where the fitted grades begin, for embedders that they were not fitted on. */
  readonly thresholds?: GradeThresholds
}): { readonly answering: Answering; readonly auditLog: AuditLog; readonly conversations: ConversationStore; readonly failures: string[] } {
  let ticks = 0
  let ids = 0
  const failures: string[] = []
  const clock = { now: () => 1_763_700_000_000 + ticks++, monotonic: () => performance.now() }
  const auditLog = parts.auditLog ?? createMemoryAuditLog()
  const conversations = createMemoryConversations()
  const { chatModel, thresholds } = parts
  const answering = createAnswering({
    retriever: createRetriever({ ...parts.library, embedder: parts.embedder, clock, config: DEFAULT_RETRIEVAL }),
    reader: parts.library.reader, embedder: () => parts.embedder, auditLog, conversations, clock, ...(thresholds === undefined ? {} : { thresholds: () => thresholds }),
    chatModel: (name) => (chatModel === undefined ? Promise.reject(new AppError('MODEL_MISSING', `No model ${name}.`)) : Promise.resolve(chatModel)),
    ids: { next: (prefix) => `${prefix}${String(ids++).padStart(16, '0')}` },
    logger: { log: (level, message, details) => void (level === 'error' && failures.push(`${message} ${JSON.stringify(details)}`)) },
  })
  return { answering, auditLog, conversations, failures }
}

/** The same chain as the stored log, without a file. */
export function createMemoryAuditLog(): AuditLog {
  const entries: { entry: AuditEntry; content: string }[] = []
  return {
    append(record) {
      const content = canonicalJson(record)
      const previousHash = entries.at(-1)?.entry.hash ?? GENESIS_HASH
      const sequence = entries.length + 1
      const hash = hashEntry(previousHash, sequence, hashContent(content))
      entries.push({ entry: { sequence, previousHash, hash, record: JSON.parse(content) as AuditRecord }, content })
      return { sequence, hash }
    },
    list: ({ limit = 50, before = Infinity } = {}) => entries.map(({ entry }) => entry).filter(({ sequence }) => sequence < before).reverse().slice(0, limit).map(({ sequence, hash, record }) => ({
      sequence, hash, answerId: record.answerId, asked: record.asked, question: record.question, status: record.answer.status, grade: record.answer.grade,
    })),
    get: (id) => entries.find(({ entry }) => entry.sequence === id || entry.record.answerId === id)?.entry,
    verify: (witnesses) => verifyChain(entries.map(({ entry, content }) => ({ ...entry, contentHash: hashContent(content), bytes: new TextEncoder().encode(content) })), { ...(witnesses === undefined ? {} : { witnesses }) }),
    redact: () => undefined,
    stored: ({ from = 1 } = {}) => entries.filter(({ entry }) => entry.sequence >= from).map(({ entry, content }) => ({ sequence: entry.sequence, previousHash: entry.previousHash, contentHash: hashContent(content), hash: entry.hash, content })),
    count: () => entries.length,
    close: () => undefined,
  }
}

function createMemoryConversations(): ConversationStore {
  const kept = new Map<string, Answer>()
  const pinned = new Map<string, readonly DocumentId[]>()
  return {
    saveAnswer: (answer) => void kept.set(answer.answerId, answer),
    answer: (answerId) => kept.get(answerId),
    threads: () => [...Map.groupBy([...kept.values()], ({ threadId }) => threadId)].flatMap(([threadId, answers]) => (threadId === undefined ? [] : [{ threadId, title: answers[0]?.question ?? '', updated: '', answers: answers.length, pinned: pinned.get(threadId) ?? [] }])),
    answers: (threadId) => [...kept.values()].filter((answer) => answer.threadId === threadId),
    renameThread: () => undefined,
    witnesses: () => [],
    removeThread: () => undefined,
    removeAnswers: (answerIds) => { for (const answerId of answerIds) kept.delete(answerId) },
    pinSources: (threadId, documentIds) => void pinned.set(threadId, documentIds),
    saveFeedback: () => undefined,
    allFeedback: () => [],
    feedback: () => undefined,
  }
}

/** Runs one question to its end. */
export async function askOnce(answering: Answering, question: string, chatModel: string | null = null): Promise<Answer> {
  const events = answering.ask({ question, chatModel, unsupported: 'replace' })
  for (;;) {
    const next = await events.next()
    if (next.done === true) return next.value
  }
}
