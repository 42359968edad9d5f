import type { EmbeddingIdentity } from '../../../src-shared/domain/model.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import { normaliseInPlace } from '../../core/models/tokenStates.ts'
import type { Embedder, EmbedOptions } from '../../core/ports/Embedder.ts'
import type { ModelDevice } from '../../core/ports/ModelDevice.ts'
import type { LlamaRuntime } from './LlamaRuntime.ts'
import { nmtNfkc } from './nmtNfkc.ts'

export interface LlamaEmbedderOptions {
  readonly runtime: LlamaRuntime
  readonly modelPath: string
  readonly identity: EmbeddingIdentity
}

// Start and end token and one cell that llama.cpp keeps free.
const RESERVED_TOKENS = 3

/** An Embedder over any GGUF sentence encoder; pooling is the one that the file names. One text after another. */
export async function createLlamaEmbedder(options: LlamaEmbedderOptions): Promise<Embedder & { readonly device: ModelDevice }> {
  const { runtime, identity } = options
  const model = await runtime.loadModel(options.modelPath, identity.contextTokens)
  if (model.embeddingVectorSize !== identity.dimensions) {
    await model.dispose()
    throw new AppError('MODEL_UNSUITABLE', `The model gives ${model.embeddingVectorSize} dimensions where ${identity.dimensions} are recorded.`)
  }
  // A batch as large as the context: an encoder reads a text as a whole.
  const context = await runtime.createContext(() => model.createEmbeddingContext({ contextSize: identity.contextTokens, batchSize: identity.contextTokens, threads: runtime.maxThreads }))
  const limit = identity.contextTokens - RESERVED_TOKENS

  async function embed(text: string): Promise<Float32Array> {
    const tokens = model.tokenize(identity.textForm === 'nmtNfkc' ? nmtNfkc(text) : text)
    if (tokens.length === 0) tokens.push(...model.tokenize('.'))
    const { vector } = await context.getEmbeddingFor(tokens.slice(0, limit))
    return normaliseInPlace(Float32Array.from(vector))
  }

  return {
    identity,
    device: await runtime.describe(model),
    async embedPassages(texts, embedOptions?: EmbedOptions) {
      const vectors: Float32Array[] = []
      for (const text of texts) {
        embedOptions?.signal?.throwIfAborted()
        vectors.push(await embed(identity.passagePrefix + text))
      }
      return vectors
    },
    async embedQuery(text, embedOptions) {
      embedOptions?.signal?.throwIfAborted()
      return embed(identity.queryPrefix + text)
    },
    async close() {
      await context.dispose()
      await model.dispose()
    },
  }
}
