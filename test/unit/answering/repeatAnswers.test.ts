import { expect, test } from 'vitest'
import { repeatAnswers } from '../../../src-main/core/answering/repeatAnswers.ts'
import type { AnswerRequest } from '../../../src-main/core/answering/Answering.ts'
import { DEFAULT_CHUNKING } from '../../../src-main/core/ingestion/chunkUnits.ts'
import type { Measurement } from '../../../src-main/core/ports/MeasurementStore.ts'
import { estimateTokens } from '../../../src-main/core/retrieval/estimateTokens.ts'
import type { Answer, AnswerEvent } from '../../../src-shared/domain/answer.ts'
import type { Staleness } from '../../../src-shared/domain/passage.ts'
import { buildMemoryLibrary } from '../../eval/MemoryLibrary.ts'
import { createMemoryAnswering } from '../../eval/memoryAnswering.ts'
import { plainUnit } from '../../eval/plainUnit.ts'
import { createWordEmbedder } from './wordEmbedder.ts'

const QUESTION: AnswerRequest = { question: 'How long is the notice period for engineers?', chatModel: null, unsupported: 'replace' }

async function setUp() {
  const embedder = createWordEmbedder({})
  const documents = [{ name: 'contract.txt', units: [plainUnit('The notice period for engineers is three months to the end of a quarter.')] }, { name: 'canteen.txt', units: [plainUnit('Soup is served on Mondays.')] }]
  const memory = await buildMemoryLibrary({ name: 'test', documents, questions: [] }, { embedder, sizes: DEFAULT_CHUNKING, countTokens: estimateTokens })
  const state = { revision: 1, configuration: 'c', isOn: true, now: Date.parse('2026-11-21T10:00:00Z'), staleness: false as Staleness, asked: 0 }
  const reader = { ...memory.reader, get revision() { return state.revision }, staleness: () => Promise.resolve(state.staleness) }
  const { answering: inner, auditLog, conversations } = createMemoryAnswering({ library: { store: memory.store, reader }, embedder })
  const rows = new Map<string, Measurement<object>>()
  let ids = 0
  const answering = repeatAnswers({
    answering: { ...inner, ask: (...given) => { state.asked++; return inner.ask(...given) } }, auditLog, conversations, reader, isOn: () => state.isOn,
    measurements: { add: (_, row) => void rows.set(row.key, row), get: (_, key) => rows.get(key) }, configuration: () => state.configuration,
    clock: { now: () => state.now, monotonic: () => 0 }, ids: { next: (prefix) => `${prefix}-repeat-${ids++}` },
  })
  return { state, auditLog, answering }
}

async function ask({ answering }: Awaited<ReturnType<typeof setUp>>, request: AnswerRequest = QUESTION): Promise<{ answer: Answer; events: AnswerEvent['type'][] }> {
  const events: AnswerEvent['type'][] = []
  const course = answering.ask(request)
  for (;;) {
    const next = await course.next()
    if (next.done === true) return { answer: next.value, events }
    events.push(next.value.type)
  }
}

test('the same question is answered from the log, says so, and is logged itself', async () => {
  const setup = await setUp()
  const first = (await ask(setup)).answer
  const { answer, events } = await ask(setup)
  expect(setup.state.asked).toBe(1)
  expect(answer).toMatchObject({ text: first.text, citations: first.citations, repeats: first.answerId, grade: first.grade })
  expect(answer.warnings.map(({ code }) => code)).toContain('ANSWERED_BEFORE')
  expect(answer.answerId).not.toBe(first.answerId)
  expect(answer.audit.sequence).toBe(2)
  expect(setup.auditLog.verify([first.audit, answer.audit]).ok).toBe(true)
  expect(events).toEqual(['answer.started', 'answer.retrieved', 'answer.delta', 'answer.checked', 'answer.finished'])
  expect((await setup.answering.replay(answer.answerId)).same).toEqual({ retrieval: true, context: true, answer: true })
})

test.each<[string, (state: Awaited<ReturnType<typeof setUp>>['state']) => void]>([
  ['a document was added, changed or removed', (state) => { state.revision++ }],
  ['a source changed on disk and was not read yet', (state) => { state.staleness = 'changed' }],
  ['another configuration is in force', (state) => { state.configuration = 'other' }],
  ['it is another day', (state) => { state.now += 86_400_000 }],
  ['it is switched off', (state) => { state.isOn = false }],
])('never from the log when %s', async (_, change) => {
  const setup = await setUp()
  await ask(setup)
  change(setup.state)
  expect((await ask(setup)).answer.repeats).toBeUndefined()
  expect(setup.state.asked).toBe(2)
})

test('never for another filter, for a follow-up or for an answer that is asked again', async () => {
  const setup = await setUp()
  const first = (await ask(setup)).answer
  const others: Partial<AnswerRequest>[] = [{ filter: { name: ['canteen.txt'] } }, { threadId: first.threadId as never }, { replaces: first.answerId }]
  for (const other of others) expect((await ask(setup, { ...QUESTION, ...other })).answer.repeats).toBeUndefined()
  expect(setup.state.asked).toBe(4)
})

test('a fresh answer is asked for once, and the next one may repeat it', async () => {
  const setup = await setUp()
  const first = (await ask(setup)).answer
  const fresh = (await ask(setup, { ...QUESTION, isFresh: true })).answer
  expect(fresh.repeats).toBeUndefined()
  expect(setup.state.asked).toBe(2)
  expect([first.answerId, fresh.answerId]).toContain((await ask(setup)).answer.repeats)
  expect(setup.state.asked).toBe(2)
})
