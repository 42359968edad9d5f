import type { GgufFacts } from './readGguf.ts'

// llama.cpp's compute buffers and the process itself, beside weights and cache; measured between 150 and 400 MB for models up to 8B.
const OVERHEAD_BYTES = 300 * 1024 ** 2
/** Keys and values are kept in 16-bit floats. */
const CACHE_VALUE_BYTES = 2

/**
 * Memory that a GGUF model takes while it answers: its weights, the keys and values of every layer for the whole context, and working space. An estimate
 * from the header; sliding windows and other savings make it smaller.
 */
export function memoryNeed(facts: Pick<GgufFacts, 'layers' | 'keyValueLength'>, sizeBytes: number, contextTokens: number): number {
  return sizeBytes + facts.layers * 2 * facts.keyValueLength * contextTokens * CACHE_VALUE_BYTES + OVERHEAD_BYTES
}
