import { createWordPieceTokenizer } from '../../adapters/onnx/wordPieceTokenizer.ts'
import type { CountTokens } from '../../core/ingestion/chunkUnits.ts'
import { boundTokens } from './boundTokens.ts'

/** The counter of a model's own tokenizer; a model without one (a GGUF of unknown kind) is counted on the high side. */
export function createTokenCounters(tokenizers: Readonly<Record<string, string>>): (model: string) => Promise<CountTokens> {
  const loaded = new Map<string, Promise<CountTokens>>()
  return (model) => {
    const path = Object.hasOwn(tokenizers, model) ? tokenizers[model] : undefined
    if (path === undefined) return Promise.resolve(boundTokens)
    const known = loaded.get(model)
    if (known !== undefined) return known
    const loading = createWordPieceTokenizer(path).then(({ countTokens }): CountTokens => countTokens)
    loaded.set(model, loading)
    return loading
  }
}
