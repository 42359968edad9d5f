import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createOnnxEmbedder } from '../../src-main/adapters/onnx/createOnnxEmbedder.ts'

const models = fileURLToPath(new URL('../../resources/models/', import.meta.url))
const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0)

describe('the ONNX embedder', () => {
  let embedder: Awaited<ReturnType<typeof createOnnxEmbedder>>
  beforeAll(async () => {
    embedder = await createOnnxEmbedder({
      modelPath: `${models}bge-small-en-v1.5-int8.onnx`, tokenizerPath: `${models}bge-small-en-v1.5-tokenizer.json`, threads: 1,
    })
  })
  afterAll(() => embedder.close())

  it('places a question nearer to its answer than to another passage, with vectors of unit length', async () => {
    const [notice, cats] = await embedder.embedPassages(['The notice period is three months.', 'Cats are small carnivorous mammals.'])
    const query = await embedder.embedQuery('How long is the notice period?')
    if (notice === undefined || cats === undefined) throw new Error('no vectors')
    expect(notice).toHaveLength(384)
    expect(dot(notice, notice)).toBeCloseTo(1, 5)
    expect(dot(query, notice)).toBeGreaterThan(dot(query, cats) + 0.2)
  })

  it('gives a text the same vector whatever was embedded with it', async () => {
    const [alone] = await embedder.embedPassages(['Payment is due within 30 days.'])
    const [, among] = await embedder.embedPassages(['x '.repeat(700), 'Payment is due within 30 days.'])
    expect(among).toEqual(alone)
  })

  it('gives each token the characters that it stands for', async () => {
    const text = 'Zürich pays €1,250 — naïvely.'
    const [result] = await embedder.tokenStates([text], 'passage')
    if (result === undefined) throw new Error('no states')
    const words = result.ranges.map(([start, end]) => text.slice(start, end))
    expect(words[0]).toBe('')
    expect(words.at(-1)).toBe('')
    expect(words.join('')).toBe('Zürichpays€1,250—naïvely.')
    expect(result.states).toHaveLength(result.tokens * 384)
    expect(result.ranges).toHaveLength(result.tokens)
    expect(dot(result.states.subarray(384, 768), result.states.subarray(384, 768))).toBeCloseTo(1, 5)
  })

  it('refers token states of a query to the query, not to the prefix that the model wants', async () => {
    const [result] = await embedder.tokenStates(['How long?'], 'query')
    expect(result?.ranges.map(([start, end]) => 'How long?'.slice(start, end))).toEqual(['', 'How', 'long', '?', ''])
  })

  it('cuts texts longer than the context instead of failing', async () => {
    const [result] = await embedder.tokenStates(['word '.repeat(2000)], 'passage')
    expect(result?.tokens).toBe(512)
  })

  it('stops between texts when the signal aborts', async () => {
    await expect(embedder.embedPassages(['a', 'b'], { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' })
  })
})
