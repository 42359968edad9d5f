import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestLibrary, snapshot, type TestLibrary } from './openTestLibrary.ts'

let root: string
let folder: string
let open: TestLibrary

beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'footnote-watch-'))
  folder = path.join(root, 'folder')
  await mkdir(folder)
  open = await openTestLibrary(path.join(root, 'data'), { watch: true })
  open.library.start()
})

afterEach(async () => {
  await open.close()
  await rm(root, { recursive: true, force: true })
})

const at = (name: string) => path.join(folder, name)
const held = () => open.library.engine.documents().map(({ path: place, state }) => `${path.relative(root, place)} ${state}`)

/** Resolves when the library holds what is expected; an event of the library is what is waited for, never time. */
async function until(expected: readonly string[]): Promise<void> {
  while (JSON.stringify(held()) !== JSON.stringify(expected)) {
    const seen = open.events.length
    await new Promise<void>((resolve) => {
      const look = setInterval(() => {
        if (open.events.length === seen) return
        clearInterval(look)
        resolve()
      }, 20)
    })
  }
}

it('follows new, changed, renamed and deleted files', async () => {
  await writeFile(at('a.txt'), 'alpha')
  await open.library.engine.add([folder], { watch: true })
  const [{ documentId } = { documentId: '' }] = open.library.engine.documents()

  await writeFile(at('b.txt'), 'beta')
  await until(['folder/a.txt indexed', 'folder/b.txt indexed'])

  open.embedded.length = 0
  await rename(at('a.txt'), at('c.txt'))
  await until(['folder/b.txt indexed', 'folder/c.txt indexed'])
  expect(open.library.engine.documents().find(({ path: place }) => place.endsWith('c.txt'))?.documentId).toBe(documentId)
  expect(open.embedded).toEqual([])

  await writeFile(at('c.txt'), 'damaged')
  await until(['folder/b.txt indexed', 'folder/c.txt failed'])

  await rm(at('b.txt'))
  await until(['folder/c.txt failed'])
  await open.library.idle()
  await snapshot(open)
})

it('understands saving aside and renaming over', async () => {
  await writeFile(at('a.txt'), 'first version')
  await open.library.engine.add([folder], { watch: true })
  const [{ documentId } = { documentId: '' }] = open.library.engine.documents()

  await writeFile(at('a.txt.tmp'), 'second version')
  await rename(at('a.txt.tmp'), at('a.txt'))
  while (open.library.reader.documents()[0]?.opening !== 'second version') await new Promise((resolve) => { setTimeout(resolve, 20) })
  await open.library.idle()
  expect(open.library.engine.documents().filter(({ state }) => state === 'indexed').map((document) => document.documentId)).toEqual([documentId])
  await snapshot(open)
})

it('keeps the document of a file that moves between two watched folders', async () => {
  const other = path.join(root, 'other')
  await mkdir(other)
  await writeFile(at('a.txt'), 'alpha')
  await open.library.engine.add([folder, other], { watch: true })
  const [{ documentId } = { documentId: '' }] = open.library.engine.documents()
  open.embedded.length = 0

  await rename(at('a.txt'), path.join(other, 'a.txt'))
  await until(['other/a.txt indexed'])
  expect(open.library.engine.documents()[0]?.documentId).toBe(documentId)
  expect(open.embedded).toEqual([])
})

it('follows a changed file under the name of a link to its folder too', async () => {
  await mkdir(at('real'))
  await writeFile(at('real/a.txt'), 'first words')
  await symlink(at('real'), at('linked'))
  await open.library.engine.add([folder], { watch: true, rules: { followLinks: true } })
  const hashes = () => new Set(open.library.engine.documents().map(({ sha256 }) => sha256))
  const before = hashes()
  expect([open.library.engine.documents().length, before.size]).toEqual([2, 1])
  await writeFile(at('real/a.txt'), 'second words')
  while (hashes().size !== 1 || hashes().isSubsetOf(before)) await new Promise((resolve) => { setTimeout(resolve, 20) })
  await rm(at('real/a.txt'))
  await until([])
})

it('follows a folder that is moved in whole and taken out again', async () => {
  await open.library.engine.add([folder], { watch: true })
  await mkdir(path.join(root, 'aside'))
  await writeFile(path.join(root, 'aside', 'x.txt'), 'x words')
  await writeFile(path.join(root, 'aside', 'y.txt'), 'y words')
  await rename(path.join(root, 'aside'), at('in'))
  await until(['folder/in/x.txt indexed', 'folder/in/y.txt indexed'])
  await rename(at('in'), path.join(root, 'aside'))
  await until([])
})
