import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFileSystem } from '../../src-main/adapters/node/createFileSystem.ts'
import { createModelFiles } from '../../src-main/adapters/node/createModelFiles.ts'
import { createModelLibrary } from '../../src-main/core/models/createModelLibrary.ts'
import type { ModelRole } from '../../src-shared/domain/model.ts'

const resourcesDir = fileURLToPath(new URL('../../resources/', import.meta.url))
const stories = fileURLToPath(new URL('../fixtures/models/stories260K.gguf', import.meta.url))
const storiesSha256 = '270cba1bd5109f42d03350f60406024560464db173c0e387d91f0426d3bd256d'

describe('the library of models', () => {
  let dataDir: string
  let chosen: Record<ModelRole, string | null>
  const open = () => createModelLibrary({
    resourcesDir, dataDir, files: createFileSystem(), modelFiles: createModelFiles(), chosen: () => chosen, choose: (role, name) => { chosen[role] = name },
  })
  const importedFiles = () => readdir(join(dataDir, 'models'))

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'footnote-models-'))
    chosen = { embedding: null, chat: null, reranker: null }
  })
  afterEach(() => rm(dataDir, { recursive: true, force: true }))

  it('lists the bundled models, with the English embedder active, and all files whole', async () => {
    const library = await open()
    expect(library.list().map(({ name, role, bundled, active, licence }) => ({ name, role, bundled, active, licence }))).toEqual([
      { name: 'bge-small-en-v1.5', role: 'embedding', bundled: true, active: true, licence: 'MIT' },
      { name: 'multilingual-e5-small', role: 'embedding', bundled: true, active: false, licence: 'MIT' },
    ])
    const checks = await library.verify()
    expect(checks).toHaveLength(4)
    expect(checks.every((check) => check.ok)).toBe(true)
  })

  it('imports a model with its checksum and facts, and knows it after the next start', async () => {
    const progress: number[] = []
    const imported = await (await open()).importFile(stories, { onProgress: ({ doneBytes, totalBytes }) => progress.push(doneBytes / totalBytes) })
    expect(imported).toMatchObject({ name: 'stories260K', role: 'chat', sha256: storiesSha256, contextTokens: 2048, parameters: '293K', hasChatTemplate: false, bundled: false, active: false })
    expect(progress.at(-1)).toBe(1)
    const again = await open()
    expect(again.entry('stories260K')).toEqual(imported)
    again.use('stories260K')
    expect(again.active('chat')?.name).toBe('stories260K')
    again.use('none')
    expect(again.active('chat')).toBeUndefined()
  })

  it('gives the model that is there when the same file is imported under another name', async () => {
    const library = await open()
    await library.importFile(stories)
    const copy = join(dataDir, 'other name.gguf')
    await copyFile(stories, copy)
    expect((await library.importFile(copy)).name).toBe('stories260K')
    expect((await importedFiles()).sort()).toEqual(['manifest.json', 'stories260K.gguf'])
  })

  it('leaves nothing behind when an import is cancelled or the file is no model', async () => {
    const library = await open()
    await expect(library.importFile(stories, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' })
    const text = join(dataDir, 'notes.gguf')
    await writeFile(text, 'These are notes, not a model.')
    await expect(library.importFile(text)).rejects.toMatchObject({ code: 'MODEL_DAMAGED' })
    const cut = join(dataDir, 'cut.gguf')
    await copyFile(stories, cut)
    await truncate(cut, 1_000_000)
    await expect(library.importFile(cut)).rejects.toMatchObject({ code: 'MODEL_DAMAGED', message: expect.stringContaining('too early') })
    await expect(library.importFile(join(dataDir, 'nowhere.gguf'))).rejects.toMatchObject({ code: 'UNREADABLE' })
    expect(library.list()).toHaveLength(2)
    expect(await importedFiles().catch(() => [])).toEqual([])
  })

  it('removes the half copy of an import that was killed', async () => {
    await mkdir(join(dataDir, 'models'))
    await writeFile(join(dataDir, 'models', 'big.gguf.0123abcd.part'), 'half')
    await open()
    expect(await importedFiles()).toEqual([])
  })

  it('finds a file that changed, shrank or vanished since it was recorded', async () => {
    const library = await open()
    const { path } = await library.importFile(stories)
    const check = async () => (await library.verify()).find(({ name }) => name.startsWith('stories260K'))
    expect(await check()).toMatchObject({ ok: true })
    const bytes = await readFile(path)
    bytes[1_000_000] = (bytes[1_000_000] ?? 0) ^ 1
    await writeFile(path, bytes)
    expect(await check()).toMatchObject({ ok: false, message: expect.stringContaining('checksum') })
    await truncate(path, 100)
    expect(await check()).toMatchObject({ ok: false, message: expect.stringContaining('100 bytes') })
    await rm(path)
    expect(await check()).toMatchObject({ ok: false, message: expect.stringContaining('missing') })
  })

  it('opens with a damaged list, says so, and keeps the damaged one when it writes a new one', async () => {
    await mkdir(join(dataDir, 'models'))
    await writeFile(join(dataDir, 'models', 'manifest.json'), '{"version": 1, "models": [')
    const library = await open()
    expect(library.list()).toHaveLength(2)
    expect((await library.verify())[0]).toMatchObject({ ok: false, name: 'models/manifest.json' })
    await library.importFile(stories)
    expect(await readFile(join(dataDir, 'models', 'manifest.json.damaged'), 'utf8')).toContain('"models": [')
    expect((await open()).entry('stories260K').sha256).toBe(storiesSha256)
  })

  it('does not use what was set aside, and names what it does not know', async () => {
    const library = await open()
    await library.importFile(stories)
    await library.record('stories260K', { setAside: 'It stopped the model process three times.' })
    expect(() => library.use('stories260K')).toThrow(expect.objectContaining({ code: 'MODEL_CRASHED' }))
    expect(() => library.use('unknown')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }))
    expect(() => library.entry('unknown')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }))
  })
})
