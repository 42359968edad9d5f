export type ModelRole = 'embedding' | 'chat' | 'reranker'
export type Pooling = 'cls' | 'mean' | 'last'
/** What computes: node-llama-cpp (GGUF, CPU or GPU) or ONNX Runtime (int8, CPU). */
export type ModelRuntime = 'llama' | 'onnx'
export const RUNTIME_NAMES: Readonly<Record<ModelRuntime, string>> = { llama: 'llama.cpp', onnx: 'ONNX Runtime' }

/**
 * Normalisation that a text needs before the model's tokenizer. `nmtNfkc`: SentencePiece's normaliser of that name (NFKC, every kind and run of white space as one space, no
 * control characters), which GGUF files leave out; without it a line break is an unknown token.
 */
export type TextForm = 'nmtNfkc'

/** One file of a model's weights: the same model may come quantised for several runtimes. Paths are absolute. */
export interface ModelForm {
  readonly runtime: ModelRuntime
  readonly quantisation: string
  readonly path: string
  readonly sizeBytes: number
  readonly sha256: string
  /** ONNX Runtime brings no tokenizer: the `tokenizer.json` beside. */
  readonly tokenizer?: { readonly path: string; readonly sizeBytes: number; readonly sha256: string }
}

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
  /** As people write it: `33M`. */
  readonly parameters?: string
  readonly parameterCount?: number
  readonly textForm?: TextForm
  /** All files of the model; `path`, `sizeBytes` and `sha256` are those of the first. */
  readonly forms?: readonly ModelForm[]
  /** The forms' vectors were compared and may share one index, which carries the fingerprint of the first form. */
  readonly equivalentForms?: boolean
  /** What an imported model takes while it works: an estimate from its header. */
  readonly memoryBytes?: number
  /** Why the model is not used any more, in words: it stopped its process three times while it was loaded. */
  readonly setAside?: string
  /** Which tasks a chat model has proved itself for. */
  readonly selfTest?: SelfTestResult
}

/** What a chat model can be given: to write sentences, to point at the sentence that answers, to judge whether a source says a sentence, to make a follow-up stand alone. */
export type ChatTask = 'phrasing' | 'choosing' | 'judging' | 'rewriting'

/** How a model did one task, of the bundled cases that it was asked: fewer than there are when it could not pass any more. */
export interface TaskResult {
  /** It was right at least as often as the product is without it: only then the task is its own. */
  readonly passed: boolean
  readonly right: number
  readonly withoutModel: number
  readonly questions: number
}

/** The result of phrasing, where quotes do without the model, and of the other tasks; those are absent in what an earlier Footnote tested. */
export interface SelfTestResult {
  readonly passed: boolean
  readonly right: number
  readonly quotesRight: number
  readonly questions: number
  readonly tasks?: Readonly<Record<Exclude<ChatTask, 'phrasing'>, TaskResult>>
}

/** The tasks that a model may be given after that test. */
export function provedTasks(selfTest: SelfTestResult | undefined): readonly ChatTask[] {
  if (selfTest === undefined) return []
  const { passed, tasks } = selfTest
  const others = tasks === undefined ? [] : (['choosing', 'judging', 'rewriting'] as const).filter((task) => tasks[task].passed)
  return [...(passed ? ['phrasing' as const] : []), ...others]
}

/** Which runtime computes an embedder's vectors on this machine, and why. */
export interface RuntimeReport {
  readonly runtime: ModelRuntime
  /** In words: `measured on this machine`, `fixed in the settings`, … */
  readonly reason: string
  /** Passages a second of each form, once they were measured here; a form that did not run has `problem` and 0. */
  readonly measurements: readonly RuntimeMeasurement[]
  /** The form that was wanted and is not used for this index, because its vectors are not those of the first form here. */
  readonly refused?: { readonly runtime: ModelRuntime; readonly meanCosine: number }
}

export interface RuntimeMeasurement {
  readonly runtime: ModelRuntime
  readonly passagesPerSecond: number
  /** In words, as the host tells it. */
  readonly device: string
  /** Why it did not run, in words. */
  readonly problem?: string
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
  readonly textForm?: TextForm
  readonly fingerprint: string
}
