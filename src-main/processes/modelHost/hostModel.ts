import type { ModelEntry, ModelRuntime } from '../../../src-shared/domain/model.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import { formFor, identityOf } from '../../core/models/modelIdentity.ts'
import { sequencesFor } from '../../core/models/sideBySide.ts'
import type { ChatHostModel, EmbeddingModel, RerankerHostModel } from './protocol.ts'

/** An embedder as the host needs to know it. */
export function embeddingHostModel(entry: ModelEntry, runtime: ModelRuntime): EmbeddingModel {
  const form = formFor(entry, runtime)
  const identity = identityOf(entry, runtime)
  const common = { key: `embedding:${runtime}:${form.sha256}`, modelPath: form.path, identity }
  if (runtime === 'llama') return { kind: 'llamaEmbedder', ...common }
  if (form.tokenizer === undefined) throw new AppError('MODEL_DAMAGED', `The model "${entry.name}" lacks its tokenizer.`)
  return { kind: 'onnxEmbedder', ...common, tokenizerPath: form.tokenizer.path }
}

/** A chat model on a machine with so much memory. */
export function chatHostModel(entry: ModelEntry, machineBytes: number): ChatHostModel {
  requireRole(entry, 'chat')
  const { path, sha256 } = formFor(entry, 'llama')
  return {
    kind: 'chat', key: `chat:${sha256}`, modelPath: path, name: entry.name, sha256,
    contextTokens: entry.contextTokens, parameterCount: entry.parameterCount ?? null, sequences: sequencesFor(entry, machineBytes),
  }
}

export function rerankerHostModel(entry: ModelEntry): RerankerHostModel {
  requireRole(entry, 'reranker')
  const { path, sha256 } = formFor(entry, 'llama')
  // Cross-encoders were trained on pairs far shorter than the context that some of them name.
  return { kind: 'reranker', key: `reranker:${sha256}`, modelPath: path, name: entry.name, sha256, contextTokens: Math.min(entry.contextTokens, 1024) }
}

function requireRole(entry: ModelEntry, role: ModelEntry['role']): void {
  if (entry.role !== role) throw new AppError('MODEL_UNSUITABLE', `The model "${entry.name}" has the role ${entry.role}, not ${role}.`)
}
