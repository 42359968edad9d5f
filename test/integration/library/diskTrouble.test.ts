import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rename, rm, stat, truncate, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestLibrary, plainParser, snapshot, type TestLibrary } from './openTestLibrary.ts'

let root: string
let folder: string
let open: TestLibrary | undefined

beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'footnote-trouble-'))
  folder = path.join(root, 'folder')
  await mkdir(folder)
})

afterEach(async () => {
  await open?.close()
  open = undefined
  await rm(root, { recursive: true, force: true })
})

it('says that a file changed while it was read when it never stays still, and reads it when it does', async () => {
  const file = path.join(folder, 'growing.txt')
  await writeFile(file, 'many words '.repeat(100))
  let isGrowing = true
  open = await openTestLibrary(path.join(root, 'data'), {
    parser: {
      ...plainParser,
      async parse(request, options) {
        const result = await plainParser.parse(request, options)
        // Cut shorter while the reader is in it, as a program does that saves over it.
        if (isGrowing) await truncate(file, (await stat(file)).size - 11)
        return result
      },
    },
  })
  open.library.start({ sync: false })
  const [report] = (await open.library.engine.add([folder])).documents
  expect(report).toMatchObject({ state: 'failed', code: 'CHANGED_WHILE_READ' })
  expect(await open.vectorStore.countRows()).toBe(0)

  isGrowing = false
  expect((await open.library.engine.sync()).documents).toMatchObject([{ state: 'indexed' }])
  await snapshot(open)
})

it('keeps the documents of a share that vanishes while it is read, and goes on when it is back', async () => {
  for (let index = 0; index < 20; index++) await writeFile(path.join(folder, `${index}.txt`), `words of file ${index}`)
  let reads = 0
  open = await openTestLibrary(path.join(root, 'data'), {
    parser: {
      ...plainParser,
      async parse(request, options) {
        if (++reads === 8) await rename(folder, `${folder}-unplugged`)
        return plainParser.parse(request, options)
      },
    },
  })
  open.library.start({ sync: false })
  await open.library.engine.add([folder])
  await open.library.engine.sync()
  expect(open.library.engine.folders()[0]?.reachable).toBe(false)
  const kept = open.library.engine.documents().filter(({ state }) => state === 'indexed').length

  await rename(`${folder}-unplugged`, folder)
  const back = await open.library.engine.sync()
  expect(open.library.engine.folders()[0]?.reachable).toBe(true)
  expect(back.summary).toMatchObject({ files: 20, failed: 0, unchanged: kept, indexed: 20 - kept })
  await snapshot(open)
})

it.runIf(canMount())('reads a folder on a disk that may not be written, and refuses a library on one', { timeout: 60_000 }, async () => {
  const disk = path.join(root, 'disk')
  await mkdir(disk)
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk])
  try {
    await mkdir(path.join(disk, 'papers'))
    await writeFile(path.join(disk, 'papers', 'a.txt'), 'alpha words')
    execFileSync('mount', ['-o', 'remount,ro', disk])
    open = await openTestLibrary(path.join(root, 'data'))
    open.library.start({ sync: false })
    expect((await open.library.engine.add([path.join(disk, 'papers')])).documents).toMatchObject([{ state: 'indexed' }])
    await expect(openTestLibrary(path.join(disk, 'data'))).rejects.toMatchObject({ code: 'READ_ONLY' })
  } finally {
    execFileSync('umount', ['-l', disk])
  }
})

/** A disk of its own takes a mount, which only root may do on Linux. */
function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  const place = path.join(os.tmpdir(), 'footnote-mount-trial-2')
  try {
    execFileSync('sh', ['-c', `mkdir -p ${place} && mount -t tmpfs -o size=1m tmpfs ${place} && umount ${place}`], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
