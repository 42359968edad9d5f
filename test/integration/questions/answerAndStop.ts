/**
 * A process that answers a question on real SQLite files: `node answerAndStop.ts DATA_DIR [STAGE]`. In the stage that is named it says so and stands still, to be killed there;
 * without one it goes on with what it finds to the end. What each stage really did is noted in `calls.log`.
 */
import { appendFileSync, writeSync } from 'node:fs'
import path from 'node:path'
import { openCatalog } from '../../../src-main/adapters/sqlite/openCatalog.ts'
import { openSqliteAuditLog } from '../../../src-main/adapters/sqlite/SqliteAuditLog.ts'
import { randomIds } from '../../../src-main/adapters/node/randomIds.ts'
import { systemClock } from '../../../src-main/adapters/node/systemClock.ts'
import { createAnswering } from '../../../src-main/core/answering/createAnswering.ts'
import { createQuestionDesk } from '../../../src-main/core/answering/QuestionDesk.ts'
import { DEFAULT_CHUNKING } from '../../../src-main/core/ingestion/chunkUnits.ts'
import type { ChatModel } from '../../../src-main/core/ports/ChatModel.ts'
import { createRetriever } from '../../../src-main/core/retrieval/createRetriever.ts'
import { estimateTokens } from '../../../src-main/core/retrieval/estimateTokens.ts'
import { DEFAULT_RETRIEVAL } from '../../../src-main/core/retrieval/retrievalConfig.ts'
import { DEFAULT_SETTINGS } from '../../../src-shared/domain/settings.ts'
import { buildMemoryLibrary } from '../../eval/MemoryLibrary.ts'
import { plainUnit } from '../../eval/plainUnit.ts'
import { createWordEmbedder } from '../../unit/answering/wordEmbedder.ts'

const [dataDir = '', stopAt] = process.argv.slice(2)

/** Notes the stage, and stands still in it if it is the one: no timer, no event gets past this. */
function reach(stage: string): void {
  appendFileSync(path.join(dataDir, 'calls.log'), `${stage}\n`)
  if (stage !== stopAt) return
  writeSync(1, `at ${stage}\n`)
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
}

const words = createWordEmbedder()
const memory = await buildMemoryLibrary({
  name: 'test', questions: [], documents: [
    { name: 'contract.txt', units: [plainUnit('Employment contract of Contoso. The notice period for engineers is three months to the end of a quarter. The salary is paid on the last day of each month.')] },
    { name: 'canteen.txt', units: [plainUnit('The canteen opens at noon. Soup is served on Mondays.')] },
  ],
}, { embedder: words, sizes: DEFAULT_CHUNKING, countTokens: estimateTokens })
const reader = { ...memory.reader, staleness: () => Promise.resolve(false as const) }
/** Choosing reads the question twice: with the passages, then with the quotes. */
let readings = 0
const embedder = {
  ...words,
  embedQuery: (text: string) => { reach('search'); return words.embedQuery(text) },
  tokenStates: (texts: readonly string[], kind: 'query' | 'passage') => { if (kind === 'query' && readings++ % 2 === 0) reach('choose'); return words.tokenStates?.(texts, kind) ?? Promise.reject(new Error('no states')) },
  embedPassages: (texts: readonly string[]) => { reach('check'); return words.embedPassages(texts) },
}
const chat: ChatModel = {
  use: { name: 'chat', sha256: 'c', contextTokens: 4096 }, parameterCount: 7e9, countTokens: () => Promise.resolve(100), close: () => Promise.resolve(),
  async *generate() {
    reach('begin to write')
    for (const [index, word] of 'The notice period for engineers is three months.'.split(/(?<= )/).entries()) {
      // Longer than the text is kept for, so that there is text to find.
      if (index === 2) await new Promise((resolve) => { setTimeout(resolve, 300) })
      if (index === 4) reach('write')
      yield { kind: 'text', text: word }
    }
    yield { kind: 'end', reason: 'stop', promptTokens: 50, completionTokens: 9 }
  },
}

const { catalog, conversations, questions } = openCatalog(path.join(dataDir, 'catalog.db'))
const log = openSqliteAuditLog(path.join(dataDir, 'audit.db'))
const auditLog = { ...log, append: (record: Parameters<typeof log.append>[0]) => { const place = log.append(record); reach('record'); return place } }
const saving = { ...conversations, saveAnswer: (answer: Parameters<typeof conversations.saveAnswer>[0]) => { conversations.saveAnswer(answer); reach('save') } }
const logger = { log: () => undefined }
const answering = createAnswering({
  retriever: createRetriever({ store: memory.store, reader, embedder, clock: systemClock, config: DEFAULT_RETRIEVAL }),
  reader, embedder: () => embedder, auditLog, conversations: saving, clock: systemClock, ids: randomIds, logger, chatModel: () => Promise.resolve(chat),
})
const ended = Promise.withResolvers<void>()
const desk = createQuestionDesk({
  answering, settings: () => DEFAULT_SETTINGS, heldBack: () => undefined, tasks: () => ['phrasing'], questions, conversations: saving, auditLog, isReadOnly: false, places: () => 1, clock: systemClock, ids: randomIds, logger,
  yieldTo: () => undefined, emit: (event) => { if (event.type === 'answer.finished' || event.type === 'answer.failed') ended.resolve() },
})
desk.start()
// The first process asks; every later one finds the question.
if (questions.questions().length === 0 && log.count() === 0) {
  desk.submit({ question: 'What is the notice period for engineers?', model: 'chat' })
  reach('submit')
}
if (desk.list().length > 0) await ended.promise
await desk.close()
catalog.close()
log.close()
