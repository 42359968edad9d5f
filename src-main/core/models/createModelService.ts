import type { JobProgress } from '../../../src-shared/domain/job.ts'
import type { ModelEntry, RuntimeReport } from '../../../src-shared/domain/model.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { ChatModel } from '../ports/ChatModel.ts'
import type { Embedder } from '../ports/Embedder.ts'
import type { ModelDevice } from '../ports/ModelDevice.ts'
import type { ModelService } from '../ports/ModelService.ts'
import type { Reranker } from '../ports/Reranker.ts'
import type { ModelLibrary } from './createModelLibrary.ts'
import { provedTasks } from '../../../src-shared/domain/model.ts'

/** What loads models: the model host, seen from the engine. */
export interface ModelLoader {
  chatModel(entry: ModelEntry): ChatModel
  reranker(entry: ModelEntry): Reranker
  device(model: Embedder | ChatModel | Reranker): ModelDevice | null
  readmit(entry: ModelEntry): void
  close(): Promise<void>
}

export interface ModelServiceDeps {
  readonly library: ModelLibrary
  readonly loader: ModelLoader
  /** The embedder of the open index; another one takes over with a new index, never under the old one. */
  readonly embedder: Embedder
  /** What it runs on, or will once it is loaded; loads nothing. */
  readonly embeddingDevice: () => string
  /** Which runtime computes its vectors, and why. */
  readonly embeddingRuntime: () => RuntimeReport
  readonly bench: ModelService['bench']
  /** Lets a chat model prove itself on the bundled questions. */
  readonly selfTest: (chat: ChatModel, options: { readonly signal?: AbortSignal; readonly onProgress: (done: number, total: number) => void }) => Promise<NonNullable<ModelEntry['selfTest']>>
}

/** The models that the engine answers with. Chat models and rerankers stay loaded until another takes their place. */
export function createModelService({ library, loader, embedder, embeddingDevice, embeddingRuntime, bench, selfTest }: ModelServiceDeps): ModelService {
  let chat: { readonly name: string; readonly model: ChatModel } | undefined
  let reranking: { readonly name: string; readonly model: Reranker } | undefined

  /** The model is loaded for its test alone, unless it is the one that writes. */
  async function prove(entry: ModelEntry, signal: AbortSignal | undefined, onProgress: ((progress: JobProgress) => void) | undefined): Promise<ModelEntry> {
    const model = chat?.name === entry.name ? chat.model : loader.chatModel(entry)
    try {
      const result = await selfTest(model, {
        ...(signal === undefined ? {} : { signal }),
        onProgress: (done, total) => onProgress?.({ stage: 'selfTest', done, total, unit: 'questions' }),
      })
      await library.record(entry.name, { selfTest: result })
    } finally {
      if (model !== chat?.model) await model.close()
    }
    return library.entry(entry.name)
  }

  return {
    list: () => Promise.resolve(library.list()),
    async importFile(path, signal, onProgress) {
      const imported = await library.importFile(path, { signal, onProgress: ({ doneBytes, totalBytes }) => onProgress?.({ stage: 'copy', done: doneBytes, total: totalBytes, unit: 'bytes' }) })
      // Whoever imports it again wants it tried again.
      if (imported.setAside !== undefined) await library.readmit(imported.name)
      loader.readmit(imported)
      const entry = library.entry(imported.name)
      return entry.role === 'chat' && entry.selfTest?.tasks === undefined ? prove(entry, signal, onProgress) : entry
    },
    async use(name) {
      const entries = library.use(name)
      const chosen = entries.find((entry) => entry.name === name)
      if (chosen !== undefined) loader.readmit(chosen)
      // What is no longer active gives its memory back.
      if (chat !== undefined && library.active('chat')?.name !== chat.name) {
        const { model } = chat
        chat = undefined
        await model.close()
      }
      return entries
    },
    verify: () => library.verify(),
    bench,
    embedder: () => embedder,
    async chatModel(name) {
      if (chat?.name === name) return chat.model
      const entry = library.entry(name)
      if (entry.setAside !== undefined) throw new AppError('MODEL_CRASHED', `The model "${name}" is set aside. ${entry.setAside}`)
      if (entry.role !== 'chat') throw new AppError('MODEL_UNSUITABLE', `The model "${name}" is not a chat model.`)
      await chat?.model.close()
      const model = loader.chatModel(entry)
      chat = { name, model }
      return model
    },
    heldBack(name) {
      const entry = library.list().find((candidate) => candidate.name === name)
      if (entry === undefined) return `The chat model "${name}" is not there any more, so these are quotes.`
      if (entry.setAside !== undefined) return `The chat model "${name}" is set aside, so these are quotes. ${entry.setAside}`
      if (entry.selfTest === undefined) return `The chat model "${name}" has not finished its self-test, so these are quotes. Import its file again to test it.`
      const { passed, right, quotesRight, questions } = entry.selfTest
      return passed ? undefined : `The chat model "${name}" did not pass its self-test (${right} of ${questions} right, where quotes had ${quotesRight}), so these are quotes.`
    },
    tasks(name) {
      const entry = library.list().find((candidate) => candidate.name === name && candidate.role === 'chat')
      return entry === undefined || entry.setAside !== undefined ? [] : provedTasks(entry.selfTest)
    },
    reranker(name) {
      const entry = library.list().find((candidate) => candidate.role === 'reranker' && candidate.name === name)
      if (entry === undefined || entry.setAside !== undefined) return undefined
      if (reranking?.name !== entry.name) reranking = { name: entry.name, model: loader.reranker(entry) }
      return reranking.model
    },
    devices: () => ({
      embedding: embeddingDevice(),
      runtime: embeddingRuntime(),
      chat: chat === undefined ? undefined : loader.device(chat.model)?.text,
    }),
    close: () => loader.close(),
  }
}
