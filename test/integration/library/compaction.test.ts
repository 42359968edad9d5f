import { fork } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openVectorStore } from '../../../src-main/adapters/lance/openVectorStore.ts'
import { isWasteful } from '../../../src-main/core/library/compaction.ts'
import { DIMENSIONS, openTestLibrary, snapshot } from './openTestLibrary.ts'
import { randomFrom } from './randomFrom.ts'

const PROGRAM = fileURLToPath(new URL('./compactForever.ts', import.meta.url))
const KILLS = 6

describe('compaction of the index', () => {
  let root: string
  let folder: string
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'footnote-compact-'))
    folder = join(root, 'files')
    await mkdir(folder)
    for (let index = 0; index < 12; index++) await writeFile(join(folder, `${index}.txt`), Array.from({ length: 10 }, (_, line) => `file ${index} line ${line}`).join('\n'))
  })
  afterEach(() => rm(root, { recursive: true, force: true }))

  it(`loses and doubles nothing when it is killed at ${KILLS} random moments`, { timeout: 300_000 }, async () => {
    const dataDir = join(root, 'data')
    const random = randomFrom(7)
    let expected: Awaited<ReturnType<typeof snapshot>> | undefined
    for (let kill = 0; kill < KILLS; kill++) {
      const child = fork(PROGRAM, [dataDir, folder], { execArgv: [] })
      await new Promise((resolve, reject) => {
        child.once('message', resolve)
        child.once('exit', () => reject(new Error('the program ended by itself')))
      })
      // Any moment is as good as another: that is what is tested.
      await delay(random() * 300)
      child.kill('SIGKILL')
      await new Promise((resolve) => child.once('exit', resolve))
      const open = await openTestLibrary(dataDir)
      const found = await snapshot(open)
      expected ??= found
      expect(found).toEqual(expected)
      await open.close()
    }
    expect(expected?.chunks).toHaveLength(12 * 10)
  })

  it('is a job that follows many small changes, and takes nothing from a process that only reads', async () => {
    const dataDir = join(root, 'data')
    const open = await openTestLibrary(dataDir)
    open.library.start({ sync: false })
    await open.library.engine.add([folder])
    const reader = await openVectorStore({ indexDir: join(dataDir, 'index'), fingerprint: 'test', dimensions: DIMENSIONS, readOnly: true })
    const before = (await reader.searchLexical('file line', { k: 500 })).length
    const added = 40
    for (let index = 0; index < added; index++) {
      await writeFile(join(folder, `late ${index}.txt`), `a file line that came later, number ${index}`)
      await open.library.engine.add([join(folder, `late ${index}.txt`)])
    }
    await writeFile(join(folder, '0.txt'), 'all that was here is gone')
    await open.library.engine.sync()
    await open.library.idle()
    expect(open.library.jobs.list().filter(({ kind }) => kind === 'compact').map(({ state }) => state)).toContain('succeeded')
    expect(await isWasteful(open.vectorStore)).toBe(false)
    // One row for each late file, and none for the 10 lines of the changed one.
    expect((await reader.searchLexical('file line', { k: 500 })).length).toBe(before - 10 + added)
    await reader.close()
    await open.close()
  })
})
