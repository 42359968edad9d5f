import { join } from 'node:path'
import type { ModelEntry, ModelForm } from '../../../src-shared/domain/model.ts'
import type { ManifestModel } from './manifest.ts'
import { parameterLabel } from './importRules.ts'

/** A line of a manifest with the paths that it has in `directory`. Not yet active: the settings decide. */
export function installedModel(model: ManifestModel, directory: string, isBundled: boolean): ModelEntry {
  const { forms, licenceFile: _licenceFile, ...facts } = model
  const placed = forms.map((form): ModelForm => ({
    runtime: form.runtime,
    quantisation: form.quantisation,
    path: join(directory, form.file),
    sizeBytes: form.sizeBytes,
    sha256: form.sha256,
    ...(form.tokenizer === undefined ? {} : { tokenizer: { path: join(directory, form.tokenizer.file), sizeBytes: form.tokenizer.sizeBytes, sha256: form.tokenizer.sha256 } }),
  }))
  return {
    ...facts,
    path: join(directory, forms[0].file),
    sizeBytes: forms[0].sizeBytes,
    sha256: forms[0].sha256,
    bundled: isBundled,
    active: false,
    ...(model.parameterCount === undefined ? {} : { parameters: parameterLabel(model.parameterCount) }),
    forms: placed,
  }
}
