import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { composeEngine } from '../../../src-main/hosts/composeEngine.ts'
import { resourcesDir } from '../../../src-main/hosts/resourcesDir.ts'

it('shows a library that does not exist yet as an empty one, and refuses nobody who begins to write meanwhile', async () => {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'footnote-first-'))
  const open = (readOnly: boolean) => composeEngine({ dataDir: path.join(dataDir, 'library'), resourcesDir: resourcesDir(), readOnly })
  const looking = await open(true)
  try {
    expect(await looking.status()).toMatchObject({ folders: [], units: 0, chunks: 0 })
    expect(looking.audit.verify()).toMatchObject({ ok: true, entries: 0 })
    const writing = await open(false)
    expect(writing.library.documents()).toEqual([])
    expect(looking.jobs.list()).toEqual([])
    await writing.close()
  } finally {
    await looking.close()
    await rm(dataDir, { recursive: true, force: true })
  }
})
