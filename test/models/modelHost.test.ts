import { afterEach, describe, expect, it } from 'vitest'
import type { GenerateEvent } from '../../src-main/core/ports/ChatModel.ts'
import { bundledModel, startTestHost, stories } from './testModels.ts'

const bge = bundledModel('bge-small-en-v1.5')
const e5 = bundledModel('multilingual-e5-small')
const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0)
const prompt = [{ role: 'user' as const, content: 'Once upon a time' }]

async function textOf(events: AsyncIterable<GenerateEvent>): Promise<string> {
  let text = ''
  for await (const event of events) if (event.kind === 'text') text += event.text
  return text
}

describe('the model host', () => {
  let started: ReturnType<typeof startTestHost>
  afterEach(() => started.host.close())

  it('tells identities without starting a process', () => {
    started = startTestHost()
    const embedder = started.host.embedder(bge, 'onnx')
    const chat = started.host.chatModel(stories)
    expect(embedder.identity).toMatchObject({ model: 'bge-small-en-v1.5', runtime: 'onnx', quantisation: 'int8', dimensions: 384 })
    // Two forms that were found equivalent serve one index; a form without that mark has a fingerprint of its own.
    expect(embedder.identity.fingerprint).toBe(started.host.embedder(bge, 'llama').identity.fingerprint)
    expect(embedder.identity.fingerprint).not.toBe(started.host.embedder({ ...bge, equivalentForms: false }, 'llama').identity.fingerprint)
    expect(chat.use).toEqual({ name: 'stories260K', sha256: stories.sha256, contextTokens: 2048 })
    expect(started.host.pid()).toBeNull()
  })

  it('gives nearly the same vectors in ONNX Runtime and in llama.cpp, and says what runs where', async () => {
    started = startTestHost()
    const onnx = started.host.embedder(bge, 'onnx')
    const llama = started.host.embedder(bge, 'llama')
    const texts = ['The notice period is three months.', 'Invoices are due within 30 days of receipt.', 'word '.repeat(900)]
    const [a, b] = [await onnx.embedPassages(texts), await llama.embedPassages(texts)]
    for (const [index, vector] of a.entries()) expect(dot(vector, b[index] ?? new Float32Array())).toBeGreaterThan(0.99)
    expect(started.host.device(onnx)?.text).toBe('ONNX Runtime, 2 workers on the CPU')
    expect(started.host.device(llama)?.text).toBe('2 threads on the CPU')
    expect(onnx.tokenStates).toBeDefined()
    expect(llama.tokenStates).toBeUndefined()
  })

  it('finds a German passage for an English question with the multilingual model, whatever form its letters have', async () => {
    started = startTestHost()
    const embedder = started.host.embedder(e5, 'llama')
    const [period, cats, wide] = await embedder.embedPassages(['Die Kündigungsfrist beträgt drei Monate.', 'Katzen sind kleine Raubtiere.', 'Ｄｉｅ Kündigungsfrist beträgt drei Monate.'])
    const query = await embedder.embedQuery('How long is the notice period?')
    if (period === undefined || cats === undefined || wide === undefined) throw new Error('no vectors')
    expect(dot(query, period)).toBeGreaterThan(dot(query, cats))
    expect(dot(period, wide)).toBeCloseTo(1, 5)
  })

  it('ends a model in the middle of its work without ending the process, which then answers with it again', async () => {
    started = startTestHost()
    const embedder = started.host.embedder(bge, 'onnx')
    await embedder.embedQuery('load')
    const pid = started.host.pid()
    const work = embedder.embedPassages(Array.from({ length: 12 }, (_, index) => `${'The lease of the warehouse ends in August and may be renewed. '.repeat(20)}${index}`), { priority: 'background' })
    const outcome = expect(work).rejects.toMatchObject({ code: 'CANCELLED' })
    await embedder.close()
    await outcome
    expect(await embedder.embedQuery('again')).toHaveLength(384)
    expect([started.host.pid(), started.events.filter(({ kind }) => kind === 'crashed')]).toEqual([pid, []])
  })

  it('carries token states with their ranges across the process', async () => {
    started = startTestHost()
    const embedder = started.host.embedder(bge, 'onnx')
    const [first, second] = await embedder.tokenStates?.(['Three months.', 'Two weeks, at most.'], 'passage') ?? []
    expect(first?.ranges.map(([start, end]) => 'Three months.'.slice(start, end))).toEqual(['', 'Three', 'months', '.', ''])
    expect(second?.states).toHaveLength((second?.tokens ?? 0) * 384)
  })

  it('goes on embedding with the same vectors after a SIGKILL in the middle', async () => {
    started = startTestHost()
    const embedder = started.host.embedder(bge, 'onnx')
    const texts = Array.from({ length: 40 }, (_, number) => `Passage ${number}: payment is due within ${number} days of receipt.`)
    await embedder.embedQuery('warm')
    const job = embedder.embedPassages(texts)
    // One batch has come back: others are computed at this moment.
    await embedder.embedPassages([texts[0] ?? ''])
    const crashed = started.next('crashed')
    started.kill()
    expect(await crashed).toMatchObject({ kind: 'crashed', exit: { signal: 'SIGKILL' }, isSmaller: false })
    const vectors = await job
    expect(vectors).toHaveLength(40)
    expect(vectors).toEqual(await embedder.embedPassages(texts))
  })

  it('fails a generation whose words were already shown when the process dies, and answers the next one', async () => {
    started = startTestHost()
    const chat = started.host.chatModel(stories)
    const shown: string[] = []
    await expect((async () => {
      for await (const event of chat.generate(prompt, { maxTokens: 1500 })) {
        if (event.kind !== 'text') continue
        shown.push(event.text)
        if (shown.length === 5) started.kill()
      }
    })()).rejects.toMatchObject({ code: 'MODEL_CRASHED' })
    expect(shown.length).toBeGreaterThanOrEqual(5)
    expect(await textOf(chat.generate(prompt, { maxTokens: 10 }))).not.toBe('')
  })

  it('begins a generation again when the process dies before its first word', async () => {
    started = startTestHost()
    const chat = started.host.chatModel(stories)
    const loading = started.next('loading')
    const text = textOf(chat.generate(prompt, { maxTokens: 10 }))
    await loading
    started.kill()
    expect(await text).not.toBe('')
    expect(started.events.filter((event) => event.kind === 'crashed')).toHaveLength(1)
  })

  it('sets a model aside that kills the process three times while it is loaded, and lets it be tried again', async () => {
    started = startTestHost()
    const chat = started.host.chatModel(stories)
    let kills = 0
    const killOnLoad = () => void started.next('loading').then(() => {
      if (++kills > 3) return
      started.kill()
      killOnLoad()
    })
    killOnLoad()
    await expect(chat.countTokens(prompt)).rejects.toMatchObject({ code: 'MODEL_CRASHED', message: expect.stringContaining('set aside') })
    expect(kills).toBe(3)
    await expect(textOf(chat.generate(prompt, { maxTokens: 5 }))).rejects.toMatchObject({ code: 'MODEL_CRASHED' })
    kills = 3
    started.host.readmit(stories)
    expect(await chat.countTokens(prompt)).toBeGreaterThan(3)
  })

  it('streams, counts, stops at a stop text and at the limit', async () => {
    started = startTestHost()
    const chat = started.host.chatModel(stories)
    const events: GenerateEvent[] = []
    for await (const event of chat.generate(prompt, { maxTokens: 30 })) events.push(event)
    expect(events.filter((event) => event.kind === 'text').length).toBeGreaterThan(5)
    expect(events.at(-1)).toEqual({ kind: 'end', reason: 'length', promptTokens: await chat.countTokens(prompt), completionTokens: 30 })
    const whole = events.flatMap((event) => event.kind === 'text' ? [event.text] : []).join('')
    const stop = whole.slice(10, 13)
    expect(await textOf(chat.generate(prompt, { maxTokens: 30, stop: [stop] }))).toBe(whole.slice(0, whole.indexOf(stop)))
  })

  it('writes the same text for the same seed, another for another, and nothing of one question reaches the next', async () => {
    started = startTestHost()
    const chat = started.host.chatModel(stories)
    const warm = { maxTokens: 30, temperature: 1 }
    const first = await textOf(chat.generate(prompt, { ...warm, seed: 7 }))
    await textOf(chat.generate([{ role: 'user', content: 'The dragon Zorg ate the moon.' }], { maxTokens: 20 }))
    expect(await textOf(chat.generate(prompt, { ...warm, seed: 7 }))).toBe(first)
    expect(await textOf(chat.generate(prompt, { ...warm, seed: 8 }))).not.toBe(first)
  })

  it('stops generating when the signal aborts and when the reader leaves, and serves the next at once', async () => {
    started = startTestHost()
    const chat = started.host.chatModel(stories)
    const abort = new AbortController()
    await expect((async () => {
      for await (const _event of chat.generate(prompt, { maxTokens: 1500, signal: abort.signal })) abort.abort()
    })()).rejects.toMatchObject({ name: 'AbortError' })
    for await (const _event of chat.generate(prompt, { maxTokens: 1500 })) break
    expect(await textOf(chat.generate(prompt, { maxTokens: 5 }))).not.toBe('')
  })

  it('refuses a prompt that the model cannot read whole instead of cutting it in silence', async () => {
    started = startTestHost()
    const chat = started.host.chatModel(stories)
    await expect(textOf(chat.generate([{ role: 'user', content: 'word '.repeat(3000) }], { maxTokens: 5 }))).rejects.toMatchObject({ code: 'MODEL_UNSUITABLE' })
  })

  it('answers a question while an ingestion has hundreds of texts waiting', async () => {
    started = startTestHost()
    const embedder = started.host.embedder(bge, 'onnx')
    await embedder.embedQuery('warm')
    let isIngested = false
    const abort = new AbortController()
    const ingestion = embedder.embedPassages(Array.from({ length: 400 }, (_, number) => `Line ${number} of a long document about payments.`), { signal: abort.signal })
      .then(() => { isIngested = true }, (error: unknown) => error)
    await embedder.embedQuery('How long is the notice period?')
    expect(isIngested).toBe(false)
    abort.abort()
    expect(await ingestion).toMatchObject({ name: 'AbortError' })
  })

  it('names a missing and a damaged model file', async () => {
    started = startTestHost()
    const missing = started.host.chatModel({ ...stories, forms: [{ ...stories, runtime: 'llama', quantisation: 'F32', path: '/nowhere/a.gguf', sha256: 'a'.repeat(64) }] })
    await expect(missing.countTokens(prompt)).rejects.toMatchObject({ code: 'MODEL_MISSING' })
    const damaged = started.host.chatModel({ ...stories, forms: [{ ...stories, runtime: 'llama', quantisation: 'F32', path: new URL(import.meta.url).pathname, sha256: 'b'.repeat(64) }] })
    await expect(damaged.countTokens(prompt)).rejects.toMatchObject({ code: 'MODEL_DAMAGED' })
  })
})
