import { expect, test } from 'vitest'
import type { AnswerRequest } from '../../../src-main/core/answering/Answering.ts'
import { pinSources } from '../../../src-main/core/answering/pinSources.ts'
import { DEFAULT_CHUNKING } from '../../../src-main/core/ingestion/chunkUnits.ts'
import type { ChatModel } from '../../../src-main/core/ports/ChatModel.ts'
import { estimateTokens } from '../../../src-main/core/retrieval/estimateTokens.ts'
import type { Answer, AnswerEvent } from '../../../src-shared/domain/answer.ts'
import type { AnswerId, DocumentId, ThreadId } from '../../../src-shared/domain/ids.ts'
import { buildMemoryLibrary } from '../../eval/MemoryLibrary.ts'
import { createMemoryAnswering } from '../../eval/memoryAnswering.ts'
import { plainUnit } from '../../eval/plainUnit.ts'
import { createWordEmbedder } from './wordEmbedder.ts'

const DOCUMENTS = {
  'Lease Rotterdam 2022.txt': 'Lease of the warehouse in Rotterdam. The notice period of the lease in Rotterdam is six months. The rent is paid each quarter in advance.',
  'Lease Hamburg 2022.txt': 'Lease of the quay in Hamburg. The notice period of the lease is one year. The rent is paid each month in arrears.',
  'canteen.txt': 'The canteen opens at noon. Soup is served on Mondays.',
}

async function setUp(chatModel?: ChatModel) {
  const embedder = createWordEmbedder()
  const documents = Object.entries(DOCUMENTS).map(([name, text]) => ({ name, units: [plainUnit(text)] }))
  const memory = await buildMemoryLibrary({ name: 'test', documents, questions: [] }, { embedder, sizes: DEFAULT_CHUNKING, countTokens: estimateTokens })
  return { ...createMemoryAnswering({ library: memory, embedder, ...(chatModel === undefined ? {} : { chatModel }) }), reader: memory.reader }
}

type Setup = Awaited<ReturnType<typeof setUp>>

async function ask({ answering }: Setup, request: Partial<AnswerRequest> & { readonly question: string }, options: { readonly signal?: AbortSignal; readonly onEvent?: (event: AnswerEvent) => void } = {}): Promise<Answer> {
  const events = answering.ask({ chatModel: null, unsupported: 'replace', ...request }, options.signal)
  for (;;) {
    const next = await events.next()
    if (next.done === true) return next.value
    options.onEvent?.(next.value)
  }
}

test('an edited question follows the turns before it and not those after; the earlier answer is kept', async () => {
  // Without this, a question edited at the top of a thread would be read as a follow-up of what was asked after it.
  const setup = await setUp()
  const first = await ask(setup, { question: 'What is the notice period of the Rotterdam lease in 2022?' })
  const threadId = first.threadId as ThreadId
  const second = await ask(setup, { question: 'And Hamburg?', threadId })
  expect(second.rewritten).toBe('What is the notice period of the Hamburg lease in 2022?')
  const edited = await ask(setup, { question: 'And how is the rent paid?', replaces: second.answerId })
  expect(edited).toMatchObject({ threadId, replaces: second.answerId })
  expect(edited.rewritten).toContain('Rotterdam')
  expect(edited.rewritten).not.toContain('Hamburg')
  const again = await ask(setup, { question: first.question, replaces: first.answerId })
  expect(again.rewritten).toBeUndefined()
  expect(setup.conversations.answers(threadId).map(({ answerId }) => answerId)).toEqual([first, second, edited, again].map(({ answerId }) => answerId))
  // What was replaced is no longer what a follow-up continues.
  const next = await ask(setup, { question: 'And in 2023?', threadId })
  expect(next.rewritten).toBe('What is the notice period of the Rotterdam lease in 2023?')
})

test('asking again for an answer that is not there fails with what is wrong', async () => {
  const setup = await setUp()
  expect(await ask(setup, { question: 'Anything?', replaces: 'a-none' as AnswerId })).toMatchObject({ status: 'failed', error: { code: 'NOT_FOUND' } })
})

test('a thread with pinned sources searches those only, and says so with a chip that can be switched off', async () => {
  const setup = await setUp()
  const question = 'What is the notice period of the lease?'
  const { threadId = '' as ThreadId } = await ask(setup, { question })
  const hamburg = 'Lease Hamburg 2022.txt' as DocumentId
  expect(pinSources(setup, threadId, [hamburg, hamburg]).pinned).toEqual([hamburg])
  const pinned = await ask(setup, { question, threadId })
  expect(new Set(pinned.passages.map(({ documentId }) => documentId))).toEqual(new Set([hamburg]))
  expect(pinned.analysis?.chips).toContainEqual({ id: 'pinned', kind: 'pinned', label: hamburg, documents: 1 })
  const whole = await ask(setup, { question, threadId, without: ['pinned'] })
  expect(whole.passages.length).toBeGreaterThan(pinned.passages.length)
  expect(whole.analysis).toMatchObject({ without: ['pinned'] })
  // The record says what was searched, so that a replay searches the same.
  expect(setup.auditLog.get(pinned.answerId)?.record.filter).toEqual({ doc: [hamburg] })
})

test('pins of documents that are gone do not hide the library, and cannot be made', async () => {
  const setup = await setUp()
  const { threadId = '' as ThreadId } = await ask(setup, { question: 'When does the canteen open?' })
  expect(() => pinSources(setup, threadId, ['gone' as DocumentId])).toThrow('gone')
  setup.conversations.pinSources(threadId, ['gone' as DocumentId])
  expect((await ask(setup, { question: 'When does the canteen open?', threadId })).passages.length).toBeGreaterThan(0)
})

test('what was understood is shown as chips, and a switched-off one no longer acts', async () => {
  const setup = await setUp()
  const question = 'What is the notice period of the lease in Hamburg?'
  const named = await ask(setup, { question })
  expect(named.passages[0]?.documentId).toBe('Lease Hamburg 2022.txt')
  expect(named.analysis?.chips).toContainEqual(expect.objectContaining({ id: 'name:hamburg', kind: 'name', documents: 1 }))
  const without = await ask(setup, { question, without: ['name:hamburg'] })
  expect(without.analysis?.chips.map(({ id }) => id)).not.toContain('name:hamburg')
  const scoreOf = ({ passages }: Answer, name: string) => passages.find(({ documentId }) => documentId === name)?.score ?? 0
  const lead = (answer: Answer) => scoreOf(answer, 'Lease Hamburg 2022.txt') - scoreOf(answer, 'Lease Rotterdam 2022.txt')
  expect(lead(without)).toBeLessThan(lead(named))

  const filtered = await ask(setup, { question: 'What does Lease Hamburg 2022.txt say about the rent?' })
  expect(filtered.analysis?.chips).toContainEqual({ id: 'filter:doc', kind: 'filter', label: 'Lease Hamburg 2022.txt', documents: 1 })
  expect(new Set(filtered.passages.map(({ documentId }) => documentId)).size).toBe(1)
  const wide = await ask(setup, { question: 'What does Lease Hamburg 2022.txt say about the rent?', without: ['filter:doc'] })
  expect(new Set(wide.passages.map(({ documentId }) => documentId)).size).toBeGreaterThan(1)
})

test('stopping an answer keeps what was written, marked as not checked', async () => {
  const stop = new AbortController()
  const chat: ChatModel = {
    use: { name: 'chat', sha256: 'c', contextTokens: 4096 }, parameterCount: 7e9, countTokens: () => Promise.resolve(100), close: () => Promise.resolve(),
    async *generate(_messages, { signal }) {
      yield { kind: 'text', text: 'The notice period of the lease is six months. ' }
      yield { kind: 'text', text: 'The rent' }
      await Promise.resolve()
      signal?.throwIfAborted()
      yield { kind: 'end', reason: 'stop', promptTokens: 1, completionTokens: 1 }
    },
  }
  const setup = await setUp(chat)
  const answer = await ask(setup, { question: 'What is the notice period of the lease in Rotterdam?', chatModel: 'chat' }, { signal: stop.signal, onEvent: (event) => { if (event.type === 'answer.delta' && event.sequence === 1) stop.abort() } })
  expect(answer).toMatchObject({ status: 'cancelled', grade: 'none', citations: [] })
  expect(answer.sentences.map(({ text, verdict }) => ({ text, verdict }))).toEqual([
    { text: 'The notice period of the lease is six months.', verdict: 'unsupported' }, { text: 'The rent', verdict: 'unsupported' },
  ])
  expect(setup.conversations.answer(answer.answerId)?.text).toBe(answer.text)
})
