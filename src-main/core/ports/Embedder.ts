import type { EmbeddingIdentity } from '../../../src-shared/domain/model.ts'

/** `question`: a person waits, goes before background work. */
export type Priority = 'question' | 'background'

export interface EmbedOptions {
  readonly priority?: Priority
  readonly signal?: AbortSignal
}

/** Token states of one text: `states` is row-major `[tokens × dimensions]`, each row of unit length. */
export interface TokenStates {
  readonly states: Float32Array
  readonly tokens: number
  /** For each token the UTF-16 range of the text that it stands for; special tokens have an empty range. */
  readonly ranges: readonly (readonly [charStart: number, charEnd: number])[]
}

/**
 * Turns text into vectors of unit length. Implementations add the model's own prefixes; longer texts than
 * `identity.contextTokens` are cut at the end. Throws AppError MODEL_CRASHED when the model cannot be kept alive.
 */
export interface Embedder {
  readonly identity: EmbeddingIdentity
  embedPassages(texts: readonly string[], options?: EmbedOptions): Promise<Float32Array[]>
  embedQuery(text: string, options?: EmbedOptions): Promise<Float32Array>
  /** Present where the runtime gives token states (ONNX Runtime; node-llama-cpp pools). Used for late interaction. */
  readonly tokenStates?: (texts: readonly string[], kind: 'query' | 'passage', options?: EmbedOptions) => Promise<TokenStates[]>
  close(): Promise<void>
}
