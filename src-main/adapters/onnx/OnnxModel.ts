import type { InferenceSession, Tensor } from 'onnxruntime-node'
import { createWordPieceTokenizer, type TokenizedText, type WordPieceTokenizer } from './wordPieceTokenizer.ts'

export interface OnnxModelOptions {
  readonly modelPath: string
  readonly tokenizerPath: string
  /** Threads inside one run; workers have one each. */
  readonly threads: number
  readonly contextTokens: number
}

/** A sentence encoder in ONNX Runtime: texts in, token states out. A run blocks the calling thread (20 to 40 ms for a passage). */
export interface OnnxModel {
  readonly tokenizer: WordPieceTokenizer
  readonly dimensions: number
  tokenize(text: string): TokenizedText
  /** States of one text, row-major `[tokens × dimensions]`, as the model gives them (not normalised). */
  run(ids: Int32Array): Promise<Float32Array>
  close(): Promise<void>
}

/**
 * One text a run, never a padded batch: the int8 model quantises activations over the whole input tensor, so in a batch the vector of a
 * text would depend on its neighbours, and the same chunk embedded twice would differ. One at a time costs nothing on a CPU.
 */
export async function createOnnxModel(options: OnnxModelOptions): Promise<OnnxModel> {
  const ort = await import('onnxruntime-node')
  const [tokenizer, session] = await Promise.all([
    createWordPieceTokenizer(options.tokenizerPath),
    ort.InferenceSession.create(options.modelPath, {
      executionProviders: ['cpu'],
      intraOpNumThreads: options.threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
      logSeverityLevel: 3,
    }),
  ])
  const inputNames = new Set(session.inputNames)
  const outputName = session.outputNames.includes('last_hidden_state') ? 'last_hidden_state' : session.outputNames[0]
  if (!inputNames.has('input_ids') || outputName === undefined) throw new Error('The ONNX model is not a sentence encoder.')
  const dimensions = hiddenSize(session, outputName)

  function int64(values: Int32Array | number, length: number): Tensor {
    const data = new BigInt64Array(length)
    // The low halves of little-endian 64-bit integers (every platform with an ONNX Runtime build): no BigInt a token.
    const low = new Int32Array(data.buffer)
    for (let index = 0; index < length; index++) low[2 * index] = typeof values === 'number' ? values : (values[index] ?? 0)
    return new ort.Tensor('int64', data, [1, length])
  }

  return {
    tokenizer,
    dimensions,
    tokenize: (text) => tokenizer.encode(text, options.contextTokens),
    async run(ids) {
      const feeds: Record<string, Tensor> = { input_ids: int64(ids, ids.length) }
      if (inputNames.has('attention_mask')) feeds['attention_mask'] = int64(1, ids.length)
      if (inputNames.has('token_type_ids')) feeds['token_type_ids'] = int64(0, ids.length)
      const output = (await session.run(feeds, [outputName]))[outputName]
      if (output === undefined) throw new Error(`The ONNX model gave no ${outputName}.`)
      return output.data as Float32Array
    },
    close: () => session.release(),
  }
}

function hiddenSize(session: InferenceSession, outputName: string): number {
  const metadata = session.outputMetadata.find((output) => output.name === outputName)
  const last = metadata?.isTensor === true ? metadata.shape.at(-1) : undefined
  if (typeof last !== 'number') throw new Error('The ONNX model does not say how many dimensions it has.')
  return last
}
