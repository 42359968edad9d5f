import type { ModelRole, ModelRuntime, Pooling, SelfTestResult, TextForm } from '../../../src-shared/domain/model.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'

export interface ManifestFile {
  /** A plain name in the folder of the manifest. */
  readonly file: string
  readonly sizeBytes: number
  readonly sha256: string
}

export interface ManifestForm extends ManifestFile {
  readonly runtime: ModelRuntime
  readonly quantisation: string
  readonly source: string
  readonly tokenizer?: ManifestFile
}

/** One model of `resources/models/manifest.json` (bundled) or of `models/manifest.json` in the data folder (imported). */
export interface ManifestModel {
  readonly name: string
  readonly role: ModelRole
  readonly licence: string
  readonly licenceFile?: string
  readonly source: string
  readonly parameterCount?: number
  readonly contextTokens: number
  readonly dimensions?: number
  readonly pooling?: Pooling
  readonly queryPrefix?: string
  readonly passagePrefix?: string
  readonly languages?: 'en' | 'multilingual'
  readonly textForm?: TextForm
  readonly hasChatTemplate?: boolean
  /** What it takes while it answers; see `memoryNeed`. */
  readonly memoryBytes?: number
  readonly setAside?: string
  readonly selfTest?: SelfTestResult
  /** Set only when a test compares the forms: see `areEquivalent`. */
  readonly equivalentForms?: boolean
  /** The first is the one to prefer on a CPU. */
  readonly forms: readonly [ManifestForm, ...ManifestForm[]]
}

/** Reads a manifest; throws AppError MODEL_DAMAGED with the place of the first field that is not as it must be. */
export function parseManifest(text: string): readonly ManifestModel[] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new AppError('MODEL_DAMAGED', 'The list of models is not valid JSON.', { cause })
  }
  const root = record(value, 'the list')
  if (root['version'] !== 1) throw damaged('version', '1')
  const models = list(root['models'], 'models')
  const names = new Set<string>()
  for (const [index, item] of models.entries()) {
    const place = `models[${index}]`
    const model = record(item, place)
    const name = string(model['name'], `${place}.name`)
    if (names.has(name)) throw new AppError('MODEL_DAMAGED', `The list of models names "${name}" twice.`)
    names.add(name)
    checkModel(model, place)
  }
  return models as readonly ManifestModel[]
}

/** The text of a manifest that `parseManifest` reads. */
export function formatManifest(models: readonly ManifestModel[]): string {
  return `${JSON.stringify({ version: 1, models }, null, 2)}\n`
}

function checkModel(model: Readonly<Record<string, unknown>>, place: string): void {
  const role = oneOf(model['role'], ['embedding', 'chat', 'reranker'], `${place}.role`)
  string(model['licence'], `${place}.licence`)
  string(model['source'], `${place}.source`)
  positive(model['contextTokens'], `${place}.contextTokens`)
  if (role === 'embedding') {
    positive(model['dimensions'], `${place}.dimensions`)
    oneOf(model['pooling'], ['cls', 'mean', 'last'], `${place}.pooling`)
    string(model['queryPrefix'], `${place}.queryPrefix`)
    string(model['passagePrefix'], `${place}.passagePrefix`)
  }
  const forms = list(model['forms'], `${place}.forms`)
  if (forms.length === 0) throw damaged(`${place}.forms`, 'at least one file')
  for (const [index, item] of forms.entries()) {
    const at = `${place}.forms[${index}]`
    const form = record(item, at)
    const runtime = oneOf(form['runtime'], ['onnx', 'llama'], `${at}.runtime`)
    string(form['quantisation'], `${at}.quantisation`)
    checkFile(form, at)
    if (runtime === 'onnx') checkFile(record(form['tokenizer'], `${at}.tokenizer`), `${at}.tokenizer`)
  }
}

function checkFile(file: Readonly<Record<string, unknown>>, place: string): void {
  // A manifest lies in a folder that others may write to: a name must not lead out of it.
  if (!/^[^/\\]+$/.test(string(file['file'], `${place}.file`)) || file['file'] === '..') throw damaged(`${place}.file`, 'a plain file name')
  positive(file['sizeBytes'], `${place}.sizeBytes`)
  if (!/^[0-9a-f]{64}$/.test(string(file['sha256'], `${place}.sha256`))) throw damaged(`${place}.sha256`, '64 hexadecimal digits')
}

function damaged(place: string, expected: string): AppError {
  return new AppError('MODEL_DAMAGED', `The list of models is damaged: ${place} must be ${expected}.`)
}

function record(value: unknown, place: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw damaged(place, 'an object')
  return value as Readonly<Record<string, unknown>>
}

function list(value: unknown, place: string): readonly unknown[] {
  if (!Array.isArray(value)) throw damaged(place, 'a list')
  return value as readonly unknown[]
}

function string(value: unknown, place: string): string {
  if (typeof value !== 'string') throw damaged(place, 'text')
  return value
}

function positive(value: unknown, place: string): void {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value <= 0) throw damaged(place, 'a positive whole number')
}

function oneOf(value: unknown, allowed: readonly string[], place: string): string {
  if (typeof value !== 'string' || !allowed.includes(value)) throw damaged(place, `one of ${allowed.join(', ')}`)
  return value
}
