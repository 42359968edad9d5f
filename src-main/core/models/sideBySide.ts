import type { ModelEntry } from '../../../src-shared/domain/model.ts'
import type { Settings } from '../../../src-shared/domain/settings.ts'

/** A person and a batch, or two threads; more would make every one of them slow. */
const MOST = 2
/** The rest is the person's own programs', the index's and the reader's. */
const SHARE_OF_MEMORY = 0.25

/** How many answers a chat model writes at once on a machine with so much memory: another one costs the keys and values of one more context. */
export function sequencesFor({ memoryBytes, sizeBytes }: Pick<ModelEntry, 'memoryBytes' | 'sizeBytes'>, machineBytes: number): number {
  if (memoryBytes === undefined) return 1
  const oneMore = memoryBytes - sizeBytes
  return memoryBytes + oneMore <= machineBytes * SHARE_OF_MEMORY ? MOST : 1
}

/** How many questions are in work at once: quotes take a third of a second and go one after another. */
export function questionsAtOnce({ answering, models }: Pick<Settings, 'answering' | 'models'>, library: readonly ModelEntry[], machineBytes: number): number {
  const chat = answering.mode === 'generated' ? library.find(({ role, name }) => role === 'chat' && name === models.chat) : undefined
  return chat === undefined ? 1 : sequencesFor(chat, machineBytes)
}
