import type { ModelEntry } from '../../../src-shared/domain/model.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { ChatModel } from '../ports/ChatModel.ts'
import type { Embedder } from '../ports/Embedder.ts'
import type { ModelDevice } from '../ports/ModelDevice.ts'
import type { ModelService } from '../ports/ModelService.ts'
import type { Reranker } from '../ports/Reranker.ts'
import type { ModelLibrary } from './createModelLibrary.ts'

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
}

/** The models that the engine answers with. Chat models and rerankers stay loaded until another takes their place. */
export function createModelService({ library, loader, embedder, embeddingDevice }: ModelServiceDeps): ModelService {
  let chat: { readonly name: string; readonly model: ChatModel } | undefined
  let reranking: { readonly name: string; readonly model: Reranker } | undefined

  return {
    list: () => Promise.resolve(library.list()),
    importFile: (path, signal) => library.importFile(path, { signal }),
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
    reranker() {
      const entry = library.active('reranker')
      if (entry === undefined) return undefined
      if (reranking?.name !== entry.name) reranking = { name: entry.name, model: loader.reranker(entry) }
      return reranking.model
    },
    devices: () => ({
      embedding: embeddingDevice(),
      chat: chat === undefined ? undefined : loader.device(chat.model)?.text,
    }),
    close: () => loader.close(),
  }
}
