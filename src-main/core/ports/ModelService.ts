import type { JobProgress } from '../../../src-shared/domain/job.ts'
import type { ChatTask, ModelEntry, RuntimeReport } from '../../../src-shared/domain/model.ts'
import type { ModelBench } from '../../../src-shared/domain/modelBench.ts'
import type { ChatModel } from './ChatModel.ts'
import type { Embedder } from './Embedder.ts'
import type { Reranker } from './Reranker.ts'

export interface ModelCheck {
  readonly name: string
  readonly ok: boolean
  readonly message: string
}

/** The models that the engine answers with: which files there are, which are active, and the loaded ones. */
export interface ModelService {
  list(): Promise<readonly ModelEntry[]>
  /**
   * Copies and checks the file, then lets a chat model take its self-test (stages `copy` and `selfTest`). When the test is stopped the model stays,
   * untested; importing the file again goes on with it. Throws MODEL_DAMAGED or MODEL_UNSUITABLE with what is wrong with the file.
   */
  importFile(path: string, signal?: AbortSignal, onProgress?: (progress: JobProgress) => void): Promise<ModelEntry>
  /** Makes it the active one of its role; `none` as the name of a chat model goes back to quotes. Throws NOT_FOUND. */
  use(name: string): Promise<readonly ModelEntry[]>
  verify(): Promise<readonly ModelCheck[]>
  /** Measures the active embedder's forms (the decision is kept) and every chat model: seconds each. */
  bench(signal?: AbortSignal, onProgress?: (progress: JobProgress) => void): Promise<ModelBench>
  embedder(): Embedder
  chatModel(name: string): Promise<ChatModel>
  /** Why that chat model does not write answers of its own accord, in words; undefined when it does. */
  heldBack(name: string): string | undefined
  /** What that chat model has proved itself for; none when it is gone or set aside. */
  tasks(name: string): readonly ChatTask[]
  /** The reranker of that name; undefined where none is named, it is gone or set aside: search does without. */
  reranker(name: string | null): Reranker | undefined
  /** What runs where, in words; costs nothing and loads nothing. */
  devices(): { readonly embedding: string; readonly runtime: RuntimeReport; readonly chat: string | undefined }
  close(): Promise<void>
}
