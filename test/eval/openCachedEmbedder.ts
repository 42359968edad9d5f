import path from 'node:path'
import { createOnnxEmbedder } from '../../src-main/adapters/onnx/createOnnxEmbedder.ts'
import { createWordPieceTokenizer } from '../../src-main/adapters/onnx/wordPieceTokenizer.ts'
import type { CountTokens } from '../../src-main/core/ingestion/chunkUnits.ts'
import type { Embedder } from '../../src-main/core/ports/Embedder.ts'
import { cacheEmbedder } from './cacheEmbedder.ts'

/** Where evaluations keep what they have computed and read. */
export const EVALUATION_CACHE = process.env['FOOTNOTE_EVAL_CACHE'] ?? '/tmp/footnote-eval-cache'

const MODELS = path.resolve(import.meta.dirname, '../../resources/models')
const TOKENIZER = path.join(MODELS, 'bge-small-en-v1.5-tokenizer.json')

/** The bundled English embedder with its results kept on disk. */
export async function openCachedEmbedder(threads = 1, folder = EVALUATION_CACHE): Promise<Embedder & Required<Pick<Embedder, 'tokenStates'>>> {
  return cacheEmbedder(await createOnnxEmbedder({ modelPath: path.join(MODELS, 'bge-small-en-v1.5-int8.onnx'), tokenizerPath: TOKENIZER, threads }), folder)
}

/** Counts as the bundled embedder does, for chunks of the product's sizes. */
export async function openTokenCounter(): Promise<CountTokens> {
  const tokenizer = await createWordPieceTokenizer(TOKENIZER)
  return (text) => tokenizer.countTokens(text)
}
