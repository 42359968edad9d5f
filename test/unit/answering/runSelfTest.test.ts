import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { provedTasks } from '../../../src-shared/domain/model.ts'
import { countRight } from '../../../src-main/core/answering/selfTest/countRight.ts'
import { runSelfTest } from '../../../src-main/core/answering/selfTest/runSelfTest.ts'
import type { ChatMessage, ChatModel, GenerateOptions } from '../../../src-main/core/ports/ChatModel.ts'
import { readSelfTest } from '../../../src-main/hosts/readSelfTest.ts'
import { createWordEmbedder } from './wordEmbedder.ts'

const sets = await readSelfTest(fileURLToPath(new URL('../../../resources', import.meta.url)))

function chatThat(reply: (messages: readonly ChatMessage[], options: GenerateOptions) => string): ChatModel {
  return {
    use: { name: 'chat', sha256: 'c', contextTokens: 2048 }, parameterCount: 1e8, countTokens: () => Promise.resolve(1), close: () => Promise.resolve(),
    async *generate(messages, options) {
      await Promise.resolve()
      yield { kind: 'text', text: reply(messages, options) }
      yield { kind: 'end', reason: 'stop', promptTokens: 1, completionTokens: 1 }
    },
  }
}

const asked = (messages: readonly ChatMessage[]) => messages[1]?.content ?? ''
/** What stands between the fences of the prompt for phrasing. */
const repeat = (messages: readonly ChatMessage[]) => /"""\n([\s\S]*)\n"""/.exec(asked(messages))?.[1]?.replaceAll('\n', ' ') ?? ''

/** Knows the bundled cases by heart. */
function knowsAll(messages: readonly ChatMessage[], { choices }: GenerateOptions): string {
  const prompt = asked(messages)
  if (choices?.includes('yes') === true) return sets.judging.some(({ sentence, source, supported }) => supported && prompt.includes(`Sentence: ${sentence}\n`) && prompt.includes(source)) ? 'yes' : 'no'
  if (choices !== undefined) {
    const { answers } = sets.choosing.find(({ question }) => prompt.endsWith(`Question: ${question}`)) ?? { answers: [] }
    return String(1 + prompt.split('\n').slice(1).findIndex((line) => answers.some((answer) => line.toLowerCase().includes(answer.toLowerCase()))))
  }
  const followUp = sets.rewriting.find(({ question }) => prompt.endsWith(`Last question: ${question}`))
  return followUp === undefined ? repeat(messages) : `${followUp.question} ${followUp.needs.join(' ')}?`
}

test('every bundled question is answered by its own passage and by no other', () => {
  const { phrasing: { passages, questions }, choosing } = sets
  expect(questions.length).toBe(40)
  for (const { answers, passage } of [...questions, ...choosing]) {
    const holders = passages.flatMap(({ text }, index) => (answers.some((answer) => text.toLowerCase().includes(answer.toLowerCase())) ? [index] : []))
    expect(holders).toContain(passage)
  }
})

test('a model gets the tasks that it does at least as well as the product does without it', async () => {
  const result = await runSelfTest(chatThat(knowsAll), createWordEmbedder(), sets)
  expect(provedTasks(result)).toEqual(['phrasing', 'choosing', 'judging', 'rewriting'])
  expect(result).toMatchObject({ passed: true, questions: 40 })
  // In each it is better than the rules: there is something to win.
  for (const { right, withoutModel } of Object.values(result.tasks ?? {})) expect(right).toBeGreaterThan(withoutModel)
  expect(result.quotesRight).toBeGreaterThan(30)
})

test('a model that makes things up, always agrees and always takes the first gets nothing it did not earn, in few questions', async () => {
  const steps: [number, number][] = []
  const weak = chatThat((_, { choices }) => choices?.at(-1) ?? 'It is 42 according to Professor Smith.')
  const result = await runSelfTest(weak, createWordEmbedder(), sets, { onProgress: (done, total) => steps.push([done, total]) })
  expect(provedTasks(result)).toEqual([])
  expect(result).toMatchObject({ passed: false, right: 0, questions: 10 })
  expect(result.tasks?.rewriting).toMatchObject({ right: 0 })
  for (const [task, { questions }] of Object.entries(result.tasks ?? {})) expect(questions).toBeLessThan(sets[task as 'choosing'].length)
  const total = sets.phrasing.questions.length + sets.choosing.length + sets.judging.length + sets.rewriting.length
  expect(steps.at(-1)).toEqual([total, total])
  expect(steps.map(([done]) => done)).toEqual(steps.map(([done]) => done).toSorted((a, b) => a - b))
})

test.each(['yes', 'no'])('a judge that always says %s does not pass', async (verdict) => {
  const { tasks } = await runSelfTest(chatThat((messages, options) => (options.choices?.includes('yes') === true ? verdict : knowsAll(messages, options))), createWordEmbedder(), sets)
  expect(tasks).toMatchObject({ choosing: { passed: true }, judging: { passed: false }, rewriting: { passed: true } })
})

test('each side must be reached, and what cannot be reached any more is not asked', async () => {
  const item = (side: string, without: boolean, isRight: boolean) => ({ side, without, withModel: () => Promise.resolve(isRight) })
  const many = Array.from({ length: 12 }, () => item('a', true, true))
  expect(await countRight([...many, item('b', true, false), item('b', false, true)])).toEqual({ passed: true, right: 13, withoutModel: 13, questions: 14 })
  expect(await countRight([...many, item('b', true, false), item('a', true, true)])).toMatchObject({ passed: false, questions: 13 })
  expect(await countRight([])).toMatchObject({ passed: false })
})
