/** What a loaded model runs on, for status lines. */
export interface ModelDevice {
  readonly kind: 'cpu' | 'gpu'
  /** In words: `2 threads on the CPU`, `NVIDIA H200 (CUDA), 31 of 31 layers`. */
  readonly text: string
  /** Layers on the GPU; 0 on a CPU. */
  readonly gpuLayers: number
}
