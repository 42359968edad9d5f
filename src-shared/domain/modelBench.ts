import type { ModelRuntime, RuntimeMeasurement } from './model.ts'

/** What `models bench` measures on this machine, and the settings that it proposes. */
export interface ModelBench {
  readonly machine: string
  readonly memoryBytes: number
  readonly embedding: { readonly model: string; readonly measurements: readonly RuntimeMeasurement[] }
  /** One entry a chat model and device: the processor, and the graphics card where there is one. */
  readonly chat: readonly ChatMeasurement[]
  readonly proposed: { readonly embeddingRuntime: ModelRuntime; readonly gpuLayers: 'auto' | 0 }
}

export interface ChatMeasurement {
  readonly model: string
  /** In words, as the host tells it. */
  readonly device: string
  readonly isGpu: boolean
  /** Reading the prompt. */
  readonly promptTokensPerSecond: number
  /** Writing. */
  readonly tokensPerSecond: number
  /** Why it did not run, in words. */
  readonly problem?: string
}
