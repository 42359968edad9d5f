import { basename, join } from 'node:path'
import type { ModelEntry, ModelRole } from '../../../src-shared/domain/model.ts'
import { AppError, toAppError } from '../../../src-shared/errors/AppError.ts'
import type { FileSystem } from '../ports/FileSystem.ts'
import type { CopyProgress, ModelFiles } from '../ports/ModelFiles.ts'
import type { ModelCheck } from '../ports/ModelService.ts'
import { embeddingConvention, importName, suitableRole } from './importRules.ts'
import { CHAT_CONTEXT_TOKENS } from './hostLimits.ts'
import { installedModel } from './installedModel.ts'
import { formatManifest, parseManifest, type ManifestForm, type ManifestModel } from './manifest.ts'
import { memoryNeed } from './memoryNeed.ts'
import { readGguf } from './readGguf.ts'

export interface ModelLibraryOptions {
  /** Holds `models/manifest.json` and the bundled files. */
  readonly resourcesDir: string
  /** Imported models lie in its `models/`. */
  readonly dataDir: string
  readonly files: FileSystem
  readonly modelFiles: ModelFiles
  /** The settings' choice; null: the bundled embedder, no chat model, no reranker. */
  readonly chosen: () => Readonly<Record<ModelRole, string | null>>
  readonly choose: (role: ModelRole, name: string | null) => void
}

export interface ModelLibrary {
  /** Bundled ones first; `active` as the settings say. */
  list(): readonly ModelEntry[]
  /** Throws NOT_FOUND. */
  entry(name: string): ModelEntry
  active(role: ModelRole): ModelEntry | undefined
  importFile(path: string, options?: { readonly signal?: AbortSignal | undefined; readonly onProgress?: ((progress: CopyProgress) => void) | undefined }): Promise<ModelEntry>
  /** `none`: no chat model and no reranker, answers are quotes. Throws NOT_FOUND or MODEL_CRASHED (set aside). */
  use(name: string): readonly ModelEntry[]
  /** Hashes every file: seconds a gigabyte. */
  verify(signal?: AbortSignal): Promise<readonly ModelCheck[]>
  /** Keeps a fact about an imported model: why it was set aside, how its self-test went. Bundled ones keep none. */
  record(name: string, facts: Pick<ManifestModel, 'setAside' | 'selfTest'>): Promise<void>
  /** Forgets why an imported model was set aside. */
  readmit(name: string): Promise<void>
}

/** The files that Footnote can compute with: bundled ones and those that a person imported. */
export async function createModelLibrary(options: ModelLibraryOptions): Promise<ModelLibrary> {
  const { files, modelFiles } = options
  const bundledDir = join(options.resourcesDir, 'models')
  const importedDir = join(options.dataDir, 'models')
  const bundled = await readManifest(files, join(bundledDir, 'manifest.json'))
  const importedManifest = join(importedDir, 'manifest.json')
  let imported: readonly ManifestModel[] = []
  // A damaged list must not keep the library from opening: its models are missing until they are imported again, and `verify` says why.
  let listDamage: string | null = null
  try {
    imported = await readManifest(files, importedManifest)
  } catch (error) {
    listDamage = toAppError(error).message
  }
  await modelFiles.sweep(importedDir)
  // Imports and records one after another: both rewrite the list.
  let turn: Promise<unknown> = Promise.resolve()

  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = turn.then(work)
    turn = result.catch(() => undefined)
    return result
  }

  async function save(models: readonly ManifestModel[]): Promise<void> {
    if (listDamage !== null) await files.writeWhole(`${importedManifest}.damaged`, await files.readWhole(importedManifest) ?? new Uint8Array())
    await files.writeWhole(importedManifest, new TextEncoder().encode(formatManifest(models)))
    listDamage = null
    imported = models
  }

  function list(): readonly ModelEntry[] {
    const all = [...bundled.map((model) => installedModel(model, bundledDir, true)), ...imported.map((model) => installedModel(model, importedDir, false))]
    const chosen = options.chosen()
    const embedding = all.find((entry) => entry.role === 'embedding' && entry.name === chosen.embedding) ?? all.find((entry) => entry.role === 'embedding')
    return all.map((entry) => ({ ...entry, active: entry.role === 'embedding' ? entry === embedding : entry.name === chosen[entry.role] }))
  }

  function entry(name: string): ModelEntry {
    const found = list().find((candidate) => candidate.name === name)
    if (found === undefined) throw new AppError('NOT_FOUND', `There is no model "${name}".`, { action: 'See "models list" for the names.' })
    return found
  }

  async function describe(path: string): Promise<Omit<ManifestModel, 'forms'> & { readonly form: Pick<ManifestForm, 'runtime' | 'quantisation' | 'source'> }> {
    const source = await modelFiles.open(path)
    try {
      const facts = await readGguf(source)
      const { role, pooling } = suitableRole(facts)
      const fileName = basename(path)
      const name = importName(fileName, new Set(list().map((known) => known.name)))
      return {
        name,
        role,
        licence: facts.licence ?? 'not stated in the file',
        source: fileName,
        parameterCount: facts.parameterCount,
        contextTokens: facts.contextTokens,
        memoryBytes: memoryNeed(facts, source.sizeBytes, Math.min(facts.contextTokens, CHAT_CONTEXT_TOKENS)),
        ...(role === 'embedding' ? { dimensions: facts.embeddingLength, pooling: pooling ?? 'mean', ...embeddingConvention(facts.name ?? '', fileName) } : {}),
        ...(role === 'chat' ? { hasChatTemplate: facts.chatTemplate !== null } : {}),
        form: { runtime: 'llama', quantisation: facts.quantisation, source: path },
      }
    } finally {
      await source.close()
    }
  }

  return {
    list,
    entry,
    active: (role) => list().find((candidate) => candidate.role === role && candidate.active),
    importFile: (path, { signal, onProgress } = {}) => inTurn(async () => {
      const { form, ...facts } = await describe(path)
      const file = `${facts.name}.gguf`
      const copy = await modelFiles.copyWhole(path, join(importedDir, file), { signal, onProgress })
      const known = list().find((candidate) => candidate.forms?.some((other) => other.sha256 === copy.sha256))
      if (known !== undefined) {
        await files.remove(join(importedDir, file))
        return known
      }
      await save([...imported, { ...facts, forms: [{ ...form, file, ...copy }] }])
      return entry(facts.name)
    }),
    use(name) {
      if (name === 'none') {
        options.choose('chat', null)
        options.choose('reranker', null)
        return list()
      }
      const chosen = entry(name)
      if (chosen.setAside !== undefined) throw new AppError('MODEL_CRASHED', `The model "${name}" is set aside. ${chosen.setAside}`, { action: 'Choose another model, or import its file again to try it once more.' })
      options.choose(chosen.role, name)
      return list()
    },
    async verify(signal) {
      const checks: ModelCheck[] = listDamage === null ? [] : [{ name: 'models/manifest.json', ok: false, message: listDamage }]
      for (const { name, forms = [] } of list()) {
        for (const form of forms) {
          for (const expected of form.tokenizer === undefined ? [form] : [form, form.tokenizer]) {
            checks.push({ name: `${name} (${basename(expected.path)})`, ...await checkFile(files, expected, signal) })
          }
        }
      }
      return checks
    },
    record: (name, facts) => inTurn(async () => {
      if (!imported.some((model) => model.name === name)) return
      await save(imported.map((model) => (model.name === name ? { ...model, ...facts } : model)))
    }),
    readmit: (name) => inTurn(() => save(imported.map((model) => {
      const { setAside: _setAside, ...rest } = model
      return model.name === name ? rest : model
    }))),
  }
}

async function checkFile(files: FileSystem, expected: { readonly path: string; readonly sizeBytes: number; readonly sha256: string }, signal: AbortSignal | undefined): Promise<Omit<ModelCheck, 'name'>> {
  const facts = await files.stat(expected.path)
  if (facts === undefined) return { ok: false, message: 'The file is missing.' }
  if (facts.sizeBytes !== expected.sizeBytes) return { ok: false, message: `The file has ${facts.sizeBytes} bytes where ${expected.sizeBytes} are recorded.` }
  const { sha256 } = await files.hash(expected.path, signal)
  return sha256 === expected.sha256 ? { ok: true, message: `sha256 ${sha256}` } : { ok: false, message: 'The file does not have its recorded checksum.' }
}

async function readManifest(files: FileSystem, path: string): Promise<readonly ManifestModel[]> {
  const bytes = await files.readWhole(path)
  return bytes === undefined ? [] : parseManifest(new TextDecoder().decode(bytes))
}
