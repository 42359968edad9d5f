import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Embedder } from '../../src-main/core/ports/Embedder.ts'

const KEY_BYTES = 16

/**
 * Keeps vectors on disk, keyed by the model's fingerprint and the text, so that a change of ranking is measured in seconds. One
 * append-only file a model: 16 bytes of hash, then the vector; a torn tail is ignored.
 */
export function cacheEmbedder(embedder: Embedder, folder: string): Embedder {
  const { fingerprint, dimensions } = embedder.identity
  mkdirSync(folder, { recursive: true })
  const file = path.join(folder, `${fingerprint}.vectors`)
  const known = readCache(file, dimensions)

  async function cached(kind: 'query' | 'passage', texts: readonly string[], embed: (missing: readonly string[]) => Promise<Float32Array[]>): Promise<Float32Array[]> {
    const keys = texts.map((text) => createHash('sha256').update(`${kind}\0${text}`).digest().subarray(0, KEY_BYTES).toString('hex'))
    const missing = [...new Map(texts.flatMap((text, index) => (known.has(keys[index] ?? '') ? [] : [[keys[index] ?? '', text] as const])))]
    // Small batches: a stopped run keeps what it has.
    for (let start = 0; start < missing.length; start += 64) {
      const batch = missing.slice(start, start + 64)
      const vectors = await embed(batch.map(([, text]) => text))
      for (const [index, [key]] of batch.entries()) {
        const vector = vectors[index]
        if (vector === undefined) continue
        known.set(key, vector)
        appendFileSync(file, Buffer.concat([Buffer.from(key, 'hex'), Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength)]))
      }
    }
    return keys.map((key) => known.get(key) ?? new Float32Array(dimensions))
  }

  return {
    ...embedder,
    identity: embedder.identity,
    embedPassages: (texts, options) => cached('passage', texts, (missing) => embedder.embedPassages(missing, options)),
    embedQuery: async (text, options) => (await cached('query', [text], async () => [await embedder.embedQuery(text, options)]))[0] ?? new Float32Array(dimensions),
    close: () => embedder.close(),
  }
}

function readCache(file: string, dimensions: number): Map<string, Float32Array> {
  const known = new Map<string, Float32Array>()
  if (!existsSync(file)) return known
  const bytes = readFileSync(file)
  const size = KEY_BYTES + dimensions * 4
  for (let start = 0; start + size <= bytes.length; start += size) {
    const vector = new Float32Array(bytes.buffer.slice(bytes.byteOffset + start + KEY_BYTES, bytes.byteOffset + start + size))
    known.set(bytes.subarray(start, start + KEY_BYTES).toString('hex'), vector)
  }
  return known
}
