import type { ChatTask } from '../../../../src-shared/domain/model.ts'
import type { ChatMessage, ChatModel } from '../../ports/ChatModel.ts'

/** What a chat model was asked beside the answer itself, for the audit entry. */
export interface TaskRecord {
  readonly task: ChatTask
  readonly prompt: readonly ChatMessage[]
  /** What it replied; null when it failed or took too long. */
  readonly output: string | null
  /** Whether the answer went on with it; otherwise the rule decided. */
  readonly taken: boolean
}

export interface BriefOptions {
  readonly signal?: AbortSignal | undefined
  readonly maxTokens?: number
  readonly choices?: readonly string[]
  readonly stop?: readonly string[]
}

/** Loading a large file from a slow disk is part of the first one; a person who waits longer would rather have the rule's answer. */
const TIME_LIMIT_MS = 60_000

/** The model's short reply; null when it failed or took too long, so that the rule can go on without it. Throws when the caller's own signal aborts. */
export async function askBriefly(chat: ChatModel, messages: readonly ChatMessage[], { signal, maxTokens = 8, choices, stop }: BriefOptions = {}): Promise<string | null> {
  const limit = AbortSignal.timeout(TIME_LIMIT_MS)
  let reply = ''
  try {
    const events = chat.generate(messages, { maxTokens, temperature: 0, seed: 1, ...(choices === undefined ? {} : { choices }), ...(stop === undefined ? {} : { stop }), signal: signal === undefined ? limit : AbortSignal.any([signal, limit]) })
    for await (const event of events) if (event.kind === 'text') reply += event.text
    return reply.trim()
  } catch {
    signal?.throwIfAborted()
    return null
  }
}
