import type { HostLimits } from './crashPolicy.ts'

// A worker holds some 150 MB; eight fill a gigabyte and already embed hundreds of passages a second.
const MAX_EMBED_WORKERS = 8
// Prompts of this product are a few thousand tokens; a larger context costs memory for nothing.
export const CHAT_CONTEXT_TOKENS = 8192

/** What the model host may use on a machine with so many cores. */
export function hostLimits(cores: number, gpuLayers: 'auto' | number): HostLimits {
  const usable = Math.max(1, Math.floor(cores))
  return { threads: usable, embedWorkers: Math.min(usable, MAX_EMBED_WORKERS), gpuLayers, contextTokens: CHAT_CONTEXT_TOKENS }
}
