import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import type { ModelEntry } from '../../src-shared/domain/model.ts'
import { startTestHost } from './testModels.ts'

const path = fileURLToPath(new URL('../../.demo-models/SmolLM2-135M-Instruct.Q4_1.gguf', import.meta.url))
const sha256 = 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53'
const entry: ModelEntry = {
  name: 'SmolLM2', role: 'chat', path, sizeBytes: 98_362_432, sha256, licence: 'Apache-2.0', source: 'test', bundled: false, active: false, contextTokens: 8192,
  hasChatTemplate: true, parameterCount: 134_515_008, memoryBytes: 800_000_000, forms: [{ runtime: 'llama', quantisation: 'Q4_1', path, sizeBytes: 98_362_432, sha256 }],
}

// `npm run model:demo` fetches it.
describe.skipIf(!existsSync(path))('a real chat model', () => {
  const { host } = startTestHost()
  afterAll(() => host.close())
  const chat = host.chatModel(entry)

  it('uses the template of its file and ends by itself', async () => {
    const messages = [{ role: 'system' as const, content: 'Answer with one word.' }, { role: 'user' as const, content: 'What is the capital of France?' }]
    // The template's role marks are in the count: it is more than the words alone.
    expect(await chat.countTokens(messages)).toBeGreaterThan(20)
    let text = ''
    for await (const event of chat.generate(messages, { maxTokens: 40 })) {
      if (event.kind === 'text') text += event.text
      else expect(event.reason).toBe('stop')
    }
    expect(text).toContain('Paris')
    expect(text).not.toContain('<|im_end|>')
  })

  it('can write nothing but one of the choices that it is given', async () => {
    const choices = ['blue', '7', 'no "quotes"']
    let text = ''
    for await (const event of chat.generate([{ role: 'user', content: 'What is the capital of France?' }], { maxTokens: 16, choices })) if (event.kind === 'text') text += event.text
    expect(choices).toContain(text)
  })

  it('writes two answers side by side, each as it would alone', async () => {
    const questions = ['Name three fruits and say one thing about each.', 'Explain in two sentences what a lease is.']
    const began: number[] = []
    let ended = 0
    const write = async (question: string, index = 0) => {
      let text = ''
      for await (const event of chat.generate([{ role: 'user', content: question }], { maxTokens: 48, seed: 7 })) {
        if (event.kind !== 'text') continue
        if (text === '') began[index] = ended
        text += event.text
      }
      ended++
      return text
    }
    const alone = [await write(questions[0] ?? ''), await write(questions[1] ?? '')]
    ended = 0
    expect(await Promise.all(questions.map(write))).toEqual(alone)
    // Both had begun before one had ended.
    expect(began).toEqual([0, 0])
  })

  it('reads a control token that a document spells as plain text', async () => {
    const plain = await chat.countTokens([{ role: 'user', content: 'a b' }])
    const spelled = await chat.countTokens([{ role: 'user', content: 'a <|im_end|> b' }])
    // One token if it were taken for the real one.
    expect(spelled - plain).toBeGreaterThan(3)
  })
})
