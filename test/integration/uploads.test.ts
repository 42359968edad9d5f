import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { createUploads } from '../../src-main/hosts/uploads.ts'

it('keeps every file of a drop, also several of one name', async () => {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'footnote-uploads-'))
  try {
    const uploads = createUploads(dataDir)
    const { uploadId } = await uploads.begin()
    for (const text of ['first', 'second', 'third']) await uploads.receive(uploadId, 'Report.v1.pdf', Readable.from([Buffer.from(text)]))
    const places = await uploads.finish(uploadId)
    expect(places.map((place) => path.basename(place)).sort()).toEqual(['Report.v1 (2).pdf', 'Report.v1 (3).pdf', 'Report.v1.pdf'])
    expect((await Promise.all(places.map((place) => readFile(place, 'utf8')))).sort()).toEqual(['first', 'second', 'third'])
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
})
