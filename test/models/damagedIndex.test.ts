import { cp, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { openCatalog } from '../../src-main/adapters/sqlite/openCatalog.ts'
import type { Engine } from '../../src-main/core/Engine.ts'
import { composeEngine } from '../../src-main/hosts/composeEngine.ts'
import { openIndex } from '../../src-main/hosts/openIndex.ts'
import { comparable, snapshot } from '../integration/library/openTestLibrary.ts'
import { silent } from './testModels.ts'

const resourcesDir = fileURLToPath(new URL('../../resources', import.meta.url))
const QUESTION = 'What must Net Debt to Consolidated EBITDA not exceed?'

it('is found by the doctor and made anew from the stored text, chunk for chunk, while the files are out of reach', { timeout: 300_000 }, async () => {
  const root = await mkdtemp(join(tmpdir(), 'footnote-damaged-'))
  const dataDir = join(root, 'library')
  const folder = join(root, 'folder')
  const open = (options: { readonly readOnly?: boolean; readonly repair?: boolean } = {}) => composeEngine({ dataDir, resourcesDir, logger: silent, ...options })
  let engine: Engine | undefined
  try {
    await cp(join(resourcesDir, 'sample'), folder, { recursive: true })
    engine = await open()
    await engine.library.add([folder])
    const ticket = engine.questions.ask({ question: QUESTION })
    while ((await ticket.next()).done !== true) { /* to its end */ }
    const entries = engine.audit.list()
    await engine.close()
    const before = await held(dataDir)
    await rm(join(dataDir, 'index'), { recursive: true })
    await rename(folder, `${folder} elsewhere`)

    // Whoever only reads is told, and changes nothing.
    await expect(open({ readOnly: true })).rejects.toMatchObject({ code: 'DAMAGED_LIBRARY', action: expect.stringContaining('doctor --repair') as string })
    engine = await open({ repair: true })
    await engine.library.sync()
    expect((await engine.doctor()).checks.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(['folders'])
    expect((await engine.search({ query: QUESTION })).passages.map(({ text }) => text).join()).toContain('3.50 to 1.00')
    expect(engine.audit.list()).toEqual(entries)
    expect(engine.questions.threads()).toMatchObject([{ title: QUESTION }])
    await engine.close()
    expect(await held(dataDir)).toEqual(before)
  } finally {
    await engine?.close()
    await rm(root, { recursive: true, force: true })
  }
})

/** Documents, chunks and vectors on disk. */
async function held(dataDir: string) {
  const { catalog } = openCatalog(join(dataDir, 'catalog.db'), { readOnly: true })
  const { current } = catalog.indexes()
  if (current === undefined) throw new Error('the library has no index')
  const vectorStore = await openIndex({ indexDir: join(dataDir, 'index'), fingerprint: current.fingerprint, dimensions: 384, readOnly: true })
  try {
    const { chunks, ...rest } = comparable(await snapshot({ catalog, vectorStore }, 384))
    // The two forms of the embedder, and batches of other sizes, round differently in the last places.
    return { ...rest, chunks: chunks.map((chunk) => chunk.slice(0, chunk.lastIndexOf('|'))) }
  } finally {
    await vectorStore.close()
    catalog.close()
  }
}
