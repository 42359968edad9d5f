import type { Embedder } from '../ports/Embedder.ts'
import { createLimiter } from './createLimiter.ts'
import type { Pace } from './createPace.ts'

/**
 * Embeds in the background at the pace in force: gentle is one text at a time, hence one worker, with a rest after each. What a person waits for passes. A batch in
 * work changes its pace at its next text.
 */
export function paceEmbedding(embed: Embedder['embedPassages'], pace: Pace): Embedder['embedPassages'] {
  const one = createLimiter(() => 1)
  return async (texts, options = {}) => {
    const vectors: Float32Array[] = []
    let done = 0
    for (; options.priority === 'background' && done < texts.length && pace.isGentle(); done++) {
      const leave = await one.enter(options.signal === undefined ? {} : { signal: options.signal })
      try {
        vectors.push(...await embed(texts.slice(done, done + 1), options))
        await pace.rest()
      } finally {
        leave()
      }
    }
    if (done > 0 && done === texts.length) return vectors
    return [...vectors, ...await embed(texts.slice(done), options)]
  }
}
