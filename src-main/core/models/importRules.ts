import type { ModelRole, Pooling, TextForm } from '../../../src-shared/domain/model.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { GgufFacts } from './readGguf.ts'

export interface ModelSuitability {
  readonly role: ModelRole
  readonly pooling?: Pooling
}

// Encoders without a causal mask: they never write text, whatever else their file says.
const ENCODER_ARCHITECTURES = new Set(['bert', 'nomic-bert', 'nomic-bert-moe', 'neo-bert', 'jina-bert-v2', 'jina-bert-v3', 'modern-bert', 'eurobert', 'gemma-embedding'])
const OTHER_ARCHITECTURES = new Set(['clip', 't5', 't5encoder', 'wavtokenizer-dec', 'whisper', 'diffusion', 'flux', 'sd1', 'sdxl'])

/**
 * Which role a GGUF file can have: a pooling of the rank kind makes a reranker, any other pooling (or an encoder) an embedder, everything
 * else a chat model. Throws AppError MODEL_UNSUITABLE for what is no whole language model.
 */
export function suitableRole(facts: GgufFacts): ModelSuitability {
  if (facts.type === 'adapter' || facts.architecture === '') throw unsuitable('It is an adapter or part of a model, not a whole one.')
  if (facts.type === 'mmproj' || OTHER_ARCHITECTURES.has(facts.architecture)) throw unsuitable(`It is of the kind "${facts.architecture}", which does not read and write text.`)
  if (facts.splitCount > 1) throw unsuitable(`It is one of ${facts.splitCount} parts.`, 'Join the parts with llama-gguf-split --merge, then import the result.')
  if (facts.parameterCount === 0 || facts.contextTokens === 0) throw unsuitable('It holds no weights, only a vocabulary.')
  if (facts.pooling === 'rank') return { role: 'reranker' }
  if (facts.pooling !== null && facts.pooling !== 'none') return { role: 'embedding', pooling: facts.pooling }
  if (ENCODER_ARCHITECTURES.has(facts.architecture)) return { role: 'embedding', pooling: 'mean' }
  return { role: 'chat' }
}

export interface EmbeddingConvention {
  readonly queryPrefix: string
  readonly passagePrefix: string
  readonly languages?: 'en' | 'multilingual'
  readonly textForm?: TextForm
}

/** What the makers of well-known embedders want before a query and a passage; a GGUF file does not say. First match wins. */
const CONVENTIONS: readonly (readonly [RegExp, EmbeddingConvention])[] = [
  [/multilingual[-_ ]e5/i, { queryPrefix: 'query: ', passagePrefix: 'passage: ', languages: 'multilingual', textForm: 'nmtNfkc' }],
  [/\be5[-_ ](small|base|large)/i, { queryPrefix: 'query: ', passagePrefix: 'passage: ', languages: 'en' }],
  [/bge[-_ ]m3/i, { queryPrefix: '', passagePrefix: '', languages: 'multilingual', textForm: 'nmtNfkc' }],
  [/bge[-_ ].*[-_ ]en/i, { queryPrefix: 'Represent this sentence for searching relevant passages: ', passagePrefix: '', languages: 'en' }],
  [/nomic[-_ ]embed/i, { queryPrefix: 'search_query: ', passagePrefix: 'search_document: ' }],
  [/mxbai[-_ ]embed|snowflake[-_ ]arctic[-_ ]embed/i, { queryPrefix: 'Represent this sentence for searching relevant passages: ', passagePrefix: '' }],
  [/qwen3[-_ ]embedding/i, {
    queryPrefix: 'Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: ', passagePrefix: '', languages: 'multilingual',
  }],
  [/embedding[-_ ]?gemma/i, { queryPrefix: 'task: search result | query: ', passagePrefix: 'title: none | text: ', languages: 'multilingual' }],
]

export function embeddingConvention(modelName: string, fileName: string): EmbeddingConvention {
  const found = CONVENTIONS.find(([pattern]) => pattern.test(modelName) || pattern.test(fileName))
  return found?.[1] ?? { queryPrefix: '', passagePrefix: '' }
}

/** A name for lists and commands: the file's own without `.gguf`, made unique among the taken ones. */
export function importName(fileName: string, taken: ReadonlySet<string>): string {
  const base = fileName.replace(/\.gguf$/i, '').replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[-.]+|[-.]+$/g, '').slice(0, 100) || 'model'
  if (!taken.has(base)) return base
  for (let number = 2; ; number++) if (!taken.has(`${base}-${number}`)) return `${base}-${number}`
}

/** `33M`, `1.5B`: a parameter count as people write it. */
export function parameterLabel(count: number): string {
  if (count >= 1e9) return `${(count / 1e9).toFixed(count < 1e10 ? 1 : 0).replace(/\.0$/, '')}B`
  return count >= 1e6 ? `${Math.round(count / 1e6)}M` : `${Math.round(count / 1e3)}K`
}

function unsuitable(reason: string, action?: string): AppError {
  return new AppError('MODEL_UNSUITABLE', `This file cannot be used as a model. ${reason}`, action === undefined ? {} : { action })
}
