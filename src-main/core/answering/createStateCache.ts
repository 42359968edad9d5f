import type { TokenStates } from '../ports/Embedder.ts'
import type { StateCache } from './lateInteraction.ts'

/**
 * Keeps the token states of the most recently used texts, up to a size in bytes: follow-ups and replays read the same passages
 * again. 32 MB are about a hundred passages of the bundled embedder.
 */
export function createStateCache(maxBytes = 32 * 1024 * 1024): StateCache & { readonly sizeBytes: () => number } {
  const kept = new Map<string, TokenStates>()
  let sizeBytes = 0
  return {
    get(text) {
      const states = kept.get(text)
      if (states !== undefined) {
        kept.delete(text)
        kept.set(text, states)
      }
      return states
    },
    set(text, states) {
      sizeBytes += states.states.byteLength - (kept.get(text)?.states.byteLength ?? 0)
      kept.delete(text)
      kept.set(text, states)
      for (const [oldest, old] of kept) {
        if (sizeBytes <= maxBytes) break
        kept.delete(oldest)
        sizeBytes -= old.states.byteLength
      }
    },
    sizeBytes: () => sizeBytes,
  }
}
