import { expect, test } from 'vitest'
import { createAnswering } from '../../../src-main/core/answering/createAnswering.ts'
import { DEFAULT_CHUNKING } from '../../../src-main/core/ingestion/chunkUnits.ts'
import type { ChatModel } from '../../../src-main/core/ports/ChatModel.ts'
import type { Embedder } from '../../../src-main/core/ports/Embedder.ts'
import { createRetriever } from '../../../src-main/core/retrieval/createRetriever.ts'
import { estimateTokens } from '../../../src-main/core/retrieval/estimateTokens.ts'
import { DEFAULT_RETRIEVAL, type RetrievalConfig } from '../../../src-main/core/retrieval/retrievalConfig.ts'
import type { ReplayResult } from '../../../src-shared/domain/audit.ts'
import { buildMemoryLibrary } from '../../eval/MemoryLibrary.ts'
import { askOnce, createMemoryAnswering, createMemoryAuditLog } from '../../eval/memoryAnswering.ts'
import { plainUnit } from '../../eval/plainUnit.ts'
import { createWordEmbedder } from '../answering/wordEmbedder.ts'

const DOCUMENTS: Record<string, string> = {
  'contract.txt': 'Employment contract of Contoso. The notice period for engineers is three months to the end of a quarter. The salary is paid on the last day of each month.',
  'canteen.txt': 'The canteen opens at noon. Soup is served on Mondays. Vegetarian dishes are marked with a green leaf.',
  'parking.txt': 'Visitors park behind the warehouse. The barrier opens with a badge from reception.',
}
const QUESTION = 'How long is the notice period for engineers?'
const WRITTEN = 'The notice period for engineers is three months to the end of a quarter.'

function chat(reply: string, sha256 = 'c'): ChatModel {
  return {
    use: { name: 'chat', sha256, contextTokens: 4096 }, parameterCount: 7e9, countTokens: () => Promise.resolve(100), close: () => Promise.resolve(),
    async *generate() {
      yield await Promise.resolve({ kind: 'text' as const, text: reply })
      yield { kind: 'end', reason: 'stop', promptTokens: 5, completionTokens: 9 }
    },
  }
}

interface Today {
  readonly documents?: Record<string, string>
  readonly embedder?: Embedder
  readonly chatModel?: ChatModel
  readonly retrieval?: Partial<RetrievalConfig>
  readonly thresholds?: { readonly found: number | null; readonly closest: number | null }
}

async function libraryOf(documents: Record<string, string>, embedder: Embedder) {
  return buildMemoryLibrary({ name: 'test', documents: Object.entries(documents).map(([name, text]) => ({ name, units: [plainUnit(text)] })), questions: [] }, { embedder, sizes: DEFAULT_CHUNKING, countTokens: estimateTokens })
}

/** Asks in one library and replays in what it has become. */
async function replayIn(today: Today, options: { readonly byModel?: boolean } = {}): Promise<ReplayResult> {
  const embedder = createWordEmbedder({})
  const auditLog = createMemoryAuditLog()
  const { answering } = createMemoryAnswering({ library: await libraryOf(DOCUMENTS, embedder), embedder, auditLog, chatModel: chat(WRITTEN) })
  const { answerId } = await askOnce(answering, QUESTION, options.byModel === true ? 'chat' : null)
  const now = today.embedder ?? embedder
  const { store, reader } = await libraryOf(today.documents ?? DOCUMENTS, now)
  const clock = { now: () => 0, monotonic: () => 0 }
  const later = createAnswering({
    retriever: createRetriever({ store, reader, embedder: now, clock, config: { ...DEFAULT_RETRIEVAL, ...today.retrieval } }), reader, embedder: () => now, auditLog,
    conversations: createMemoryAnswering({ library: { store, reader }, embedder: now }).conversations, clock, chatModel: () => Promise.resolve(today.chatModel ?? chat(WRITTEN)),
    ids: { next: () => 'x' }, logger: { log: () => undefined }, ...(today.thresholds === undefined ? {} : { thresholds: () => today.thresholds ?? { found: null, closest: null } }),
  })
  return later.replay(answerId)
}

const kinds = ({ differences }: ReplayResult) => [...new Set(differences.map(({ kind }) => kind))].sort()

test.each([false, true])('an unchanged library replays the same (written by a model: %s)', async (byModel) => {
  expect(await replayIn({}, { byModel })).toMatchObject({ same: { retrieval: true, context: true, answer: true }, differences: [] })
})

test('a deleted document is explained from the entry, and the recorded context still gives the recorded text', async () => {
  const { 'contract.txt': _gone, ...rest } = DOCUMENTS
  const replay = await replayIn({ documents: rest })
  expect(kinds(replay)).toContain('documentDeleted')
  expect(replay.differences.map(({ message }) => message).join('\n')).toMatch(/contract\.txt is no longer in the library[^]*its text is in the entry/)
  expect(replay.same.answer).toBe(true)
})

test('a changed document, a new one and the ranking that they bring are told apart', async () => {
  const replay = await replayIn({ documents: { ...DOCUMENTS, 'contract.txt': 'The notice period was rewritten.', 'news.txt': 'The notice period for engineers was discussed.' } })
  expect(kinds(replay)).toEqual(expect.arrayContaining(['documentAdded', 'documentChanged', 'ranking']))
  expect(replay.same).toEqual({ retrieval: false, context: false, answer: true })
})

test('another ranking over the same documents is a matter of configuration', async () => {
  const replay = await replayIn({ retrieval: { vectorWeight: 0, cutShare: 0.9 } })
  expect(kinds(replay)).toContain('configuration')
  expect(kinds(replay)).not.toContain('documentChanged')
})

test('passages that would be read today and were not then are told as context', async () => {
  const replay = await replayIn({ documents: { ...DOCUMENTS, 'second.txt': 'The notice period for engineers in trial is two weeks.' } })
  expect(replay.differences.some(({ stage, kind }) => stage === 'context' && kind === 'context')).toBe(true)
})

test('other thresholds are another configuration, and another grade is told', async () => {
  const replay = await replayIn({ thresholds: { found: 0.9999999, closest: 0 } })
  expect(replay.differences.filter(({ stage }) => stage === 'answer').map(({ kind }) => kind)).toEqual(['configuration', 'text'])
  expect(replay.same).toMatchObject({ retrieval: true, context: true, answer: false })
})

test('another embedder, another file under the model’s name, and a model that writes something else are told apart', async () => {
  const base = createWordEmbedder({})
  const other = { ...base, identity: { ...base.identity, model: 'other', fingerprint: 'other' } }
  expect((await replayIn({ embedder: other })).differences.filter(({ stage }) => stage === 'answer').map(({ kind }) => kind)).toEqual(['model'])
  expect((await replayIn({ chatModel: chat(WRITTEN, 'another file') }, { byModel: true })).differences).toMatchObject([{ stage: 'answer', kind: 'model', message: expect.stringContaining('another one now') as string }])
  expect((await replayIn({ chatModel: chat('It is nine years.') }, { byModel: true })).differences).toMatchObject([{ stage: 'answer', kind: 'text' }])
})
