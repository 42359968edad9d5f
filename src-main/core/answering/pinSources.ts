import type { Thread } from '../../../src-shared/domain/answer.ts'
import type { DocumentId, ThreadId } from '../../../src-shared/domain/ids.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { ConversationStore } from '../ports/ConversationStore.ts'
import type { LibraryReader } from '../ports/LibraryReader.ts'

interface PinDeps {
  readonly conversations: ConversationStore
  readonly reader: LibraryReader
}

/** Has a thread's questions asked of these sources only; none: of the whole library. Throws NOT_FOUND. */
export function pinSources({ conversations, reader }: PinDeps, threadId: ThreadId, documentIds: readonly DocumentId[]): Thread {
  const missing = documentIds.find((id) => reader.document(id) === undefined)
  if (missing !== undefined) throw new AppError('NOT_FOUND', `There is no document ${missing} to pin.`)
  conversations.pinSources(threadId, [...new Set(documentIds)])
  const thread = conversations.threads().find((candidate) => candidate.threadId === threadId)
  if (thread === undefined) throw new AppError('NOT_FOUND', `There is no thread ${threadId}.`)
  return thread
}

/** The pinned sources that can still be asked; pins of documents that are gone do not hide the rest of the library. */
export function pinnedSources({ conversations, reader }: PinDeps, threadId: ThreadId): readonly DocumentId[] {
  const pinned = conversations.threads().find((candidate) => candidate.threadId === threadId)?.pinned ?? []
  return pinned.filter((id) => reader.document(id) !== undefined)
}
