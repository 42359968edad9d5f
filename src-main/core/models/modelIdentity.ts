import type { EmbeddingIdentity, ModelEntry, ModelForm, ModelRuntime } from '../../../src-shared/domain/model.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import { embeddingIdentity } from './embeddingIdentity.ts'

/** The file of a model for a runtime. Throws MODEL_UNSUITABLE when the model has no such form. */
export function formFor(entry: ModelEntry, runtime: ModelRuntime): ModelForm {
  const form = entry.forms?.find((candidate) => candidate.runtime === runtime)
  if (form === undefined) throw new AppError('MODEL_UNSUITABLE', `The model "${entry.name}" has no file for ${runtime === 'onnx' ? 'ONNX Runtime' : 'llama.cpp'}.`)
  return form
}

/**
 * The identity of an embedder without loading it: everything stands in the manifest. Equivalent forms carry the fingerprint of the first, so that a
 * library moves between a machine with a GPU and one without and nothing is embedded again. Throws MODEL_UNSUITABLE for other roles.
 */
export function identityOf(entry: ModelEntry, runtime: ModelRuntime): EmbeddingIdentity {
  if (entry.role !== 'embedding' || entry.dimensions === undefined) throw new AppError('MODEL_UNSUITABLE', `The model "${entry.name}" does not embed.`)
  const form = formFor(entry, runtime)
  const own = embeddingIdentity({
    model: entry.name,
    sha256: form.sha256,
    runtime,
    quantisation: form.quantisation,
    dimensions: entry.dimensions,
    contextTokens: entry.contextTokens,
    queryPrefix: entry.queryPrefix ?? '',
    passagePrefix: entry.passagePrefix ?? '',
    ...(entry.textForm === undefined ? {} : { textForm: entry.textForm }),
  })
  const first = entry.forms?.[0]
  if (entry.equivalentForms !== true || first === undefined || first === form) return own
  return { ...own, fingerprint: identityOf(entry, first.runtime).fingerprint }
}
