import type { EmbeddingIdentity } from '../../../src-shared/domain/model.ts'
import { embeddingIdentity } from '../../core/models/embeddingIdentity.ts'
import { normaliseRows, poolFirstToken } from '../../core/models/tokenStates.ts'
import type { Embedder, EmbedOptions, TokenStates } from '../../core/ports/Embedder.ts'
import { createOnnxModel } from './OnnxModel.ts'

export interface OnnxEmbedderOptions {
  readonly modelPath: string
  readonly tokenizerPath: string
  /** Threads inside one run. One a worker scales better than many in one session. */
  readonly threads: number
  /** Absent: the bundled bge-small-en-v1.5 in int8. */
  readonly identity?: EmbeddingIdentity
}

/** The bundled English embedder as ONNX Runtime runs it; the same values stand in `resources/models/manifest.json`. */
export const BGE_SMALL_ONNX: EmbeddingIdentity = embeddingIdentity({
  model: 'bge-small-en-v1.5',
  sha256: '6c9c6101a956d62dfb5e7190c538226c0c5bb9cb27b651234b6df063ee7dbfe4',
  runtime: 'onnx',
  quantisation: 'int8',
  dimensions: 384,
  contextTokens: 512,
  queryPrefix: 'Represent this sentence for searching relevant passages: ',
  passagePrefix: '',
})

/**
 * An Embedder in the calling thread, for workers, tests and measurements. A run of a 234-token passage blocks the thread for about
 * 35 ms; the thread is given back between texts. The session (about 150 MB) is loaded at once; `close` releases it.
 *
 *     const embedder = await createOnnxEmbedder({
 *       modelPath: 'resources/models/bge-small-en-v1.5-int8.onnx',
 *       tokenizerPath: 'resources/models/bge-small-en-v1.5-tokenizer.json',
 *       threads: 1,
 *     })
 *     const [vector] = await embedder.embedPassages(['The notice period is three months.'])
 *     const query = await embedder.embedQuery('How long is the notice period?')
 *     const [states] = await embedder.tokenStates(['…'], 'passage')   // states.ranges: UTF-16 ranges in the given text
 *     await embedder.close()
 *
 * The token states of a query are those of the prefixed text without the prefix's own tokens, so that ranges refer to the query.
 */
export async function createOnnxEmbedder(options: OnnxEmbedderOptions): Promise<Embedder & Required<Pick<Embedder, 'tokenStates'>>> {
  const identity = options.identity ?? BGE_SMALL_ONNX
  const model = await createOnnxModel({ ...options, contextTokens: identity.contextTokens })

  async function each<Result>(texts: readonly string[], embedOptions: EmbedOptions | undefined, embed: (text: string) => Promise<Result>): Promise<Result[]> {
    const results: Result[] = []
    for (const text of texts) {
      embedOptions?.signal?.throwIfAborted()
      results.push(await embed(text))
    }
    return results
  }

  async function embed(text: string): Promise<Float32Array> {
    return poolFirstToken(await model.run(model.tokenize(text).ids), model.dimensions)
  }

  async function statesOf(text: string, prefix: string): Promise<TokenStates> {
    const tokenized = model.tokenize(prefix + text)
    const states = normaliseRows(await model.run(tokenized.ids), model.dimensions)
    const ranges = tokenized.ranges()
    if (prefix === '') return { states, tokens: ranges.length, ranges }
    // Keeps the start token, then the text's own tokens moved to where the text begins.
    const firstOwn = ranges.findIndex(([, end]) => end > prefix.length)
    const kept = firstOwn < 0 ? ranges.length - 1 : firstOwn
    const own = ranges.slice(kept).map(([start, end]) => [Math.max(0, start - prefix.length), end - prefix.length] as const)
    const kept0 = states.slice(0, model.dimensions)
    const result = new Float32Array((own.length + 1) * model.dimensions)
    result.set(kept0)
    result.set(states.subarray(kept * model.dimensions), model.dimensions)
    return { states: result, tokens: own.length + 1, ranges: [[0, 0], ...own] }
  }

  return {
    identity,
    embedPassages: (texts, embedOptions) => each(texts, embedOptions, (text) => embed(identity.passagePrefix + text)),
    async embedQuery(text, embedOptions) {
      embedOptions?.signal?.throwIfAborted()
      return embed(identity.queryPrefix + text)
    },
    tokenStates: (texts, kind, embedOptions) =>
      each(texts, embedOptions, (text) => statesOf(text, kind === 'query' ? identity.queryPrefix : identity.passagePrefix)),
    close: () => model.close(),
  }
}
