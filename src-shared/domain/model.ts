export type ModelRole = 'embedding' | 'chat' | 'reranker'
export type Pooling = 'cls' | 'mean' | 'last'
/** What computes: node-llama-cpp (GGUF, CPU or GPU) or ONNX Runtime (int8, CPU). */
export type ModelRuntime = 'llama' | 'onnx'

/** One line of `resources/models/manifest.json` or of the library's own list of imported models. */
export interface ModelEntry {
  readonly name: string
  readonly role: ModelRole
  readonly path: string
  readonly sizeBytes: number
  readonly sha256: string
  readonly licence: string
  readonly source: string
  readonly bundled: boolean
  readonly active: boolean
  readonly contextTokens: number
  readonly dimensions?: number
  readonly pooling?: Pooling
  readonly queryPrefix?: string
  readonly passagePrefix?: string
  readonly languages?: 'en' | 'multilingual'
  readonly hasChatTemplate?: boolean
  readonly parameters?: string
  /** Which tasks a chat model has proved itself for. */
  readonly selfTest?: { readonly passed: boolean; readonly right: number; readonly quotesRight: number; readonly questions: number }
}

/** Everything that changes a vector: rows with another fingerprint are never mixed with these. */
export interface EmbeddingIdentity {
  readonly model: string
  readonly sha256: string
  readonly runtime: ModelRuntime
  readonly quantisation: string
  readonly dimensions: number
  readonly contextTokens: number
  readonly queryPrefix: string
  readonly passagePrefix: string
  readonly fingerprint: string
}
