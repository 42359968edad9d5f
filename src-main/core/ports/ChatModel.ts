import type { ModelUse } from '../../../src-shared/domain/answer.ts'

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
}

export interface GenerateOptions {
  readonly maxTokens: number
  /** 0: greedy. */
  readonly temperature?: number
  readonly seed?: number
  /** Generation stops before any of these. */
  readonly stop?: readonly string[]
  /** The reply is exactly one of these: the model can write nothing else. */
  readonly choices?: readonly string[]
  readonly signal?: AbortSignal
}

export type GenerateEvent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'end'; readonly reason: 'stop' | 'length'; readonly promptTokens: number; readonly completionTokens: number }

/** A local chat model. Generation is an async iterable that ends with exactly one `end`; aborting the signal throws an AbortError. */
export interface ChatModel {
  readonly use: ModelUse
  /** Parameters in the file; decides how much instruction the prompt carries. */
  readonly parameterCount: number | null
  countTokens(messages: readonly ChatMessage[]): Promise<number>
  generate(messages: readonly ChatMessage[], options: GenerateOptions): AsyncIterable<GenerateEvent>
  close(): Promise<void>
}
