import { memoryNeed } from '../../../src-main/core/models/memoryNeed.ts'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { ByteSource } from '../../../src-main/core/models/GgufCursor.ts'
import { readGguf, type GgufFacts } from '../../../src-main/core/models/readGguf.ts'
import { embeddingConvention, importName, parameterLabel, suitableRole } from '../../../src-main/core/models/importRules.ts'

const file = (path: string) => new Uint8Array(readFileSync(new URL(path, import.meta.url)))
const stories = file('../../fixtures/models/stories260K.gguf')
const source = (bytes: Uint8Array): ByteSource => ({ sizeBytes: bytes.length, read: async (offset, length) => bytes.slice(offset, offset + length) })
const damaged = (message: RegExp) => expect.objectContaining({ code: 'MODEL_DAMAGED', message: expect.stringMatching(message) })

/** A GGUF header with the given metadata (key, text) and one F32 tensor of `elements`. */
function gguf(metadata: readonly (readonly [string, string | number])[], elements = 4): Uint8Array {
  const parts: Buffer[] = []
  const u32 = (value: number) => { const b = Buffer.alloc(4); b.writeUInt32LE(value); parts.push(b) }
  const u64 = (value: number) => { const b = Buffer.alloc(8); b.writeBigUInt64LE(BigInt(value)); parts.push(b) }
  const text = (value: string) => { u64(Buffer.byteLength(value)); parts.push(Buffer.from(value)) }
  parts.push(Buffer.from('GGUF')); u32(3); u64(1); u64(metadata.length)
  for (const [key, value] of metadata) {
    text(key)
    if (typeof value === 'string') { u32(8); text(value) } else { u32(4); u32(value) }
  }
  text('weights'); u32(1); u64(elements); u32(0); u64(0)
  const header = Buffer.concat(parts)
  return new Uint8Array(Buffer.concat([header, Buffer.alloc((32 - (header.length % 32)) % 32), Buffer.alloc(elements * 4)]))
}

describe('reading the header of a GGUF file', () => {
  it('finds architecture, context, pooling, size and quantisation of real files', async () => {
    expect(await readGguf(source(stories))).toMatchObject({ architecture: 'llama', contextTokens: 2048, parameterCount: 292_800, quantisation: 'F32', chatTemplate: null, pooling: null })
    expect(await readGguf(source(file('../../../resources/models/bge-small-en-v1.5-q8_0.gguf')))).toMatchObject({
      architecture: 'bert', contextTokens: 512, embeddingLength: 384, pooling: 'cls', quantisation: 'Q8_0', licence: 'mit',
    })
  })

  it('recognises a download that broke off, in the header and in the weights', async () => {
    await expect(readGguf(source(stories.slice(0, stories.length - 1)))).rejects.toEqual(damaged(/1 bytes too early/))
    await expect(readGguf(source(stories.slice(0, 2000)))).rejects.toEqual(damaged(/inside its header/))
  })

  it('recognises what is no GGUF file', async () => {
    await expect(readGguf(source(new Uint8Array(100)))).rejects.toEqual(damaged(/not a GGUF file/))
    await expect(readGguf(source(new Uint8Array(0)))).rejects.toEqual(damaged(/not a GGUF file/))
  })

  it('refuses hostile counts and lengths without allocating them', async () => {
    const bytes = gguf([['general.architecture', 'llama']])
    const view = new DataView(bytes.buffer, bytes.byteOffset)
    view.setBigUint64(16, 2n ** 60n, true)
    await expect(readGguf(source(bytes))).rejects.toEqual(damaged(/more entries/))
    const long = gguf([['general.architecture', 'llama']])
    new DataView(long.buffer, long.byteOffset).setBigUint64(24, 2n ** 50n, true)
    await expect(readGguf(source(long))).rejects.toEqual(damaged(/more entries/))
  })
})

describe('the role of an imported file', () => {
  const facts: GgufFacts = {
    architecture: 'llama', name: 'Some', licence: null, type: 'model', splitCount: 1, contextTokens: 4096, embeddingLength: 64, layers: 2, keyValueLength: 16,
    pooling: null, chatTemplate: '{{x}}', parameterCount: 1e6, quantisation: 'Q4_K_M',
  }

  it('follows pooling and architecture', () => {
    expect(suitableRole(facts)).toEqual({ role: 'chat' })
    expect(suitableRole({ ...facts, pooling: 'rank' })).toEqual({ role: 'reranker' })
    expect(suitableRole({ ...facts, pooling: 'last' })).toEqual({ role: 'embedding', pooling: 'last' })
    expect(suitableRole({ ...facts, architecture: 'bert' })).toEqual({ role: 'embedding', pooling: 'mean' })
  })

  it.each([['adapter', { type: 'adapter' }], ['one part of many', { splitCount: 3 }], ['picture encoder', { architecture: 'clip' }], ['bare vocabulary', { parameterCount: 0 }]])(
    'refuses an %s with the reason', (_, change) => {
      expect(() => suitableRole({ ...facts, ...change })).toThrow(expect.objectContaining({ code: 'MODEL_UNSUITABLE' }))
    })

  it('knows the prefixes of common embedders by their name', () => {
    expect(embeddingConvention('multilingual-e5-base', 'x.gguf')).toMatchObject({ queryPrefix: 'query: ', passagePrefix: 'passage: ', textForm: 'nmtNfkc' })
    expect(embeddingConvention('', 'nomic-embed-text-v1.5.Q8_0.gguf')).toMatchObject({ queryPrefix: 'search_query: ' })
    expect(embeddingConvention('unknown', 'unknown.gguf')).toEqual({ queryPrefix: '', passagePrefix: '' })
  })

  it('makes names that are safe as file names and taken once', () => {
    expect(importName('SmolLM2 135M: Instruct.Q4_1.gguf', new Set())).toBe('SmolLM2-135M-Instruct.Q4_1')
    expect(importName('../..gguf', new Set())).toBe('model')
    expect(importName('a.gguf', new Set(['a', 'a-2']))).toBe('a-3')
  })

  it('writes parameter counts as people do', () => {
    expect([292_800, 33_212_160, 1_540_000_000, 7_000_000_000, 32_500_000_000].map(parameterLabel)).toEqual(['293K', '33M', '1.5B', '7B', '33B'])
  })
})

describe('the memory that a model needs', () => {
  it('is its weights, its cache for the whole context and working space', () => {
    // Llama 3.1 8B: 32 layers, 8 key heads of 128; 8192 tokens of its cache are 1 GiB.
    expect(memoryNeed({ layers: 32, keyValueLength: 1024 }, 0, 8192)).toBe(1024 ** 3 + 300 * 1024 ** 2)
    expect(memoryNeed({ layers: 0, keyValueLength: 0 }, 5000, 8192)).toBe(5000 + 300 * 1024 ** 2)
  })
})
