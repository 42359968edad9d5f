import type { EmbeddingIdentity } from '../../../src-shared/domain/model.ts'
import type { ErrorData } from '../../../src-shared/errors/AppError.ts'
import type { HostLimits } from '../../core/models/crashPolicy.ts'
import type { ChatMessage, GenerateEvent, GenerateOptions } from '../../core/ports/ChatModel.ts'
import type { Priority } from '../../core/ports/Embedder.ts'
import type { ModelDevice } from '../../core/ports/ModelDevice.ts'

/**
 * A model as the host needs to know it. Every call carries it whole, and the host loads what it does not hold: a host that was killed and started
 * again needs no memory of what was loaded before.
 */
export type HostModel =
  | { readonly kind: 'onnxEmbedder'; readonly key: string; readonly modelPath: string; readonly tokenizerPath: string; readonly identity: EmbeddingIdentity }
  | { readonly kind: 'llamaEmbedder'; readonly key: string; readonly modelPath: string; readonly identity: EmbeddingIdentity }
  | { readonly kind: 'chat'; readonly key: string; readonly modelPath: string; readonly name: string; readonly sha256: string; readonly contextTokens: number; readonly parameterCount: number | null; readonly sequences: number }
  | { readonly kind: 'reranker'; readonly key: string; readonly modelPath: string; readonly name: string; readonly sha256: string; readonly contextTokens: number }

export type EmbeddingModel = Extract<HostModel, { kind: 'onnxEmbedder' | 'llamaEmbedder' }>
export type ChatHostModel = Extract<HostModel, { kind: 'chat' }>
export type RerankerHostModel = Extract<HostModel, { kind: 'reranker' }>

export type TextKind = 'query' | 'passage'

export type HostCall =
  /** Loads the model and does nothing with it. → null */
  | { readonly method: 'load'; readonly model: HostModel }
  /** → Float32Array[] */
  | { readonly method: 'embed'; readonly model: EmbeddingModel; readonly texts: readonly string[]; readonly textKind: TextKind; readonly priority: Priority }
  /** → PackedTokenStates[] */
  | { readonly method: 'tokenStates'; readonly model: EmbeddingModel; readonly texts: readonly string[]; readonly textKind: TextKind; readonly priority: Priority }
  /** → number */
  | { readonly method: 'countTokens'; readonly model: ChatHostModel; readonly messages: readonly ChatMessage[] }
  /** Events come as `delta`; → null */
  | { readonly method: 'generate'; readonly model: ChatHostModel; readonly messages: readonly ChatMessage[]; readonly options: Omit<GenerateOptions, 'signal'> }
  /** → number[] */
  | { readonly method: 'rank'; readonly model: RerankerHostModel; readonly query: string; readonly texts: readonly string[] }
  /** Frees a model's memory. → null */
  | { readonly method: 'unload'; readonly key: string }

/** Token states as they cross processes: ranges as start, end, start, end, … */
export interface PackedTokenStates {
  readonly states: Float32Array
  readonly ranges: Int32Array
}

export type ToHost =
  /** Always the first message. */
  | { readonly kind: 'start'; readonly limits: HostLimits }
  | { readonly kind: 'call'; readonly id: number; readonly call: HostCall }
  | { readonly kind: 'abort'; readonly id: number }
  /** Cores that other work of the product (parsing, OCR) takes now. */
  | { readonly kind: 'busyCores'; readonly cores: number }

export type FromHost =
  /** Sent before a load begins, so that a crash can be laid to the model that caused it. */
  | { readonly kind: 'loading'; readonly key: string }
  | { readonly kind: 'loaded'; readonly key: string; readonly device: ModelDevice; readonly contextTokens: number }
  | { readonly kind: 'loadFailed'; readonly key: string }
  | { readonly kind: 'delta'; readonly id: number; readonly event: GenerateEvent }
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly error: ErrorData }
