import type { EmbeddingIdentity } from '../../../src-shared/domain/model.ts'
import type { ErrorData } from '../../../src-shared/errors/AppError.ts'
import type { TextKind } from '../modelHost/protocol.ts'

/** Given to the worker as `workerData`. */
export interface EmbedWorkerData {
  readonly modelPath: string
  readonly tokenizerPath: string
  readonly identity: EmbeddingIdentity
}

export interface ToEmbedWorker {
  readonly id: number
  readonly output: 'vector' | 'states'
  readonly text: string
  readonly textKind: TextKind
}

export type FromEmbedWorker =
  | { readonly kind: 'ready' }
  /** The model could not be loaded; the worker ends. */
  | { readonly kind: 'unusable'; readonly error: ErrorData }
  /** Buffers are transferred, not copied. */
  | { readonly kind: 'vector'; readonly id: number; readonly vector: Float32Array }
  | { readonly kind: 'states'; readonly id: number; readonly states: Float32Array; readonly ranges: Int32Array }
  | { readonly kind: 'failed'; readonly id: number; readonly error: ErrorData }
