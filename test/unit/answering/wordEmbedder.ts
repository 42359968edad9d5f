import type { Embedder, TokenStates } from '../../../src-main/core/ports/Embedder.ts'
import { isStopWord, lexicalTerms } from '../../../src-main/core/retrieval/lexicalTerms.ts'

const DIMENSIONS = 64
/** What all words have in common: as with a real model's, the states of any two of them resemble each other a little (cosine 0.3). */
const COMMON = 0.2

/** An embedder without a model: every word has its own direction, a text is the sum of its content words. Honest about meaning: it knows none. */
export function createWordEmbedder(options: { readonly tokenStates?: boolean } = {}): Embedder {
  const vectorOf = (text: string) => unit(lexicalTerms(text).filter((term) => !isStopWord(term)).map(direction))
  const statesOf = (text: string): TokenStates => {
    const words = [...text.matchAll(/[\p{L}\p{M}\p{N}]+/gu)]
    const states = new Float32Array((words.length + 1) * DIMENSIONS)
    states.set(vectorOf(text))
    for (const [index, { 0: word }] of words.entries()) states.set(direction(lexicalTerms(word)[0] ?? word), (index + 1) * DIMENSIONS)
    return { states, tokens: words.length + 1, ranges: [[0, 0], ...words.map(({ 0: word, index }) => [index, index + word.length] as const)] }
  }
  return {
    identity: { model: 'words', sha256: 'words', runtime: 'onnx', quantisation: 'none', dimensions: DIMENSIONS, contextTokens: 512, queryPrefix: '', passagePrefix: '', fingerprint: 'words' },
    embedPassages: (texts, { signal } = {}) => (signal?.aborted === true ? Promise.reject(signal.reason as Error) : Promise.resolve(texts.map(vectorOf))),
    embedQuery: (text) => Promise.resolve(vectorOf(text)),
    ...(options.tokenStates === false ? {} : { tokenStates: (texts: readonly string[]) => Promise.resolve(texts.map(statesOf)) }),
    close: () => Promise.resolve(),
  }
}

function direction(word: string): Float32Array {
  let seed = 2166136261
  for (let index = 0; index < word.length; index++) seed = Math.imul(seed ^ word.charCodeAt(index), 16777619)
  const vector = new Float32Array(DIMENSIONS)
  for (let index = 0; index < DIMENSIONS; index++) {
    seed = Math.imul(seed ^ (seed >>> 15), 2246822519) + 374761393
    vector[index] = ((seed >>> 8) & 0xffff) / 0xffff - 0.5 + COMMON
  }
  return unit([vector])
}

function unit(vectors: readonly Float32Array[]): Float32Array {
  const sum = new Float32Array(DIMENSIONS)
  for (const vector of vectors) for (const [index, value] of vector.entries()) sum[index] = (sum[index] ?? 0) + value
  const length = Math.hypot(...sum) || 1
  return sum.map((value) => value / length)
}
