import { expect, it } from 'vitest'
import { createEmbeddingBatcher } from '../../src-main/core/ingestion/createEmbeddingBatcher.ts'
import type { Embedder } from '../../src-main/core/ports/Embedder.ts'
import { createWordEmbedder } from './answering/wordEmbedder.ts'

/** An embedder that computes a batch when it is told to, and notes what it was given. */
function steppedEmbedder() {
  const batches: (readonly string[])[] = []
  const gates: (() => void)[] = []
  const words = createWordEmbedder()
  const embedder: Embedder = {
    ...words,
    async embedPassages(texts) {
      batches.push(texts)
      await new Promise<void>((resolve) => { gates.push(resolve) })
      return words.embedPassages(texts)
    },
  }
  return { embedder, batches, step: async () => { gates.shift()?.(); for (let turn = 0; turn < 8; turn++) await Promise.resolve() } }
}

const texts = (name: string, count: number) => Array.from({ length: count }, (_, index) => `${name} ${index}`)

it('computes what was just dropped before the backlog, which waits in its order', async () => {
  const { embedder, batches, step } = steppedEmbedder()
  const batcher = createEmbeddingBatcher(embedder, () => 0)
  void batcher.embed(texts('backlog', 200), { priority: 10 })
  const dropped = batcher.embed(texts('dropped', 3), { priority: 20 })
  await step()
  expect(batches[2]?.slice(0, 4)).toEqual(['dropped 0', 'dropped 1', 'dropped 2', 'backlog 64'])
  await step()
  await step()
  expect(await dropped).toHaveLength(3)
})

it('does not let a dropped file wait for room that only the backlog lacks', async () => {
  const { embedder } = steppedEmbedder()
  const batcher = createEmbeddingBatcher(embedder, () => 0)
  void batcher.embed(texts('backlog', 3000), { priority: 10 })
  await batcher.hasRoom({ priority: 20 })
  let hasRoom = false
  void batcher.hasRoom({ priority: 10 }).then(() => { hasRoom = true })
  await Promise.resolve()
  expect(hasRoom).toBe(false)
})
