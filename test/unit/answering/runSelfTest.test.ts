import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { runSelfTest, type SelfTestQuestions } from '../../../src-main/core/answering/runSelfTest.ts'
import type { ChatMessage, ChatModel } from '../../../src-main/core/ports/ChatModel.ts'
import { createWordEmbedder } from './wordEmbedder.ts'

const set = JSON.parse(readFileSync(new URL('../../../resources/selftest/questions.json', import.meta.url), 'utf8')) as SelfTestQuestions

function chatThat(reply: (messages: readonly ChatMessage[]) => string): ChatModel {
  return {
    use: { name: 'chat', sha256: 'c', contextTokens: 2048 }, parameterCount: 1e8, countTokens: () => Promise.resolve(1), close: () => Promise.resolve(),
    async *generate(messages) {
      await Promise.resolve()
      yield { kind: 'text', text: reply(messages) }
      yield { kind: 'end', reason: 'stop', promptTokens: 1, completionTokens: 1 }
    },
  }
}

test('every bundled question is answered by its own passage and by no other', () => {
  expect(set.questions.length).toBe(40)
  for (const { answers, passage } of set.questions) {
    const holders = set.passages.flatMap(({ text }, index) => (answers.some((answer) => text.toLowerCase().includes(answer.toLowerCase())) ? [index] : []))
    expect(holders).toContain(passage)
  }
})

test('a model that repeats what it was given passes; one that makes things up does not', async () => {
  const embedder = createWordEmbedder()
  const honest = await runSelfTest(chatThat((messages) => /"""\n([\s\S]*)\n"""/.exec(messages[1]?.content ?? '')?.[1]?.replaceAll('\n', ' ') ?? ''), embedder, set)
  expect(honest).toMatchObject({ passed: true, questions: 40 })
  expect(honest.quotesRight).toBeGreaterThan(30)
  const inventive = await runSelfTest(chatThat(() => 'It is 42 according to Professor Smith.'), embedder, set)
  expect(inventive).toMatchObject({ passed: false, right: 0 })
  // The quotes have nearly all right, so the first questions decide it; the rest are not asked.
  expect(inventive.questions).toBe(10)
})
