import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestLibrary, snapshot, type TestLibrary } from './openTestLibrary.ts'

let root: string
let folder: string
let open: TestLibrary
beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'footnote-cloud-'))
  folder = path.join(root, 'folder')
  await mkdir(folder)
  open = await openTestLibrary(path.join(root, 'data'), { watch: true })
  open.library.start({ sync: false })
})
afterEach(async () => {
  await open.close()
  await rm(root, { recursive: true, force: true })
})

const states = () => Object.fromEntries(open.library.engine.documents().map(({ path: place, state, code }) => [path.basename(place), code === undefined ? state : `${state} ${code}`]))
const at = (name: string) => path.join(folder, name)

it('reports a file of which only an iCloud stub is here, under its own name, and reads it when it has arrived', async () => {
  await writeFile(at('.Lease.txt.icloud'), 'bplist00')
  await open.library.engine.add([folder])
  expect(states()).toEqual({ 'Lease.txt': 'skipped CLOUD_PLACEHOLDER' })
  await rm(at('.Lease.txt.icloud'))
  await writeFile(at('Lease.txt'), 'The lease ends in May.')
  await open.library.engine.add([folder])
  expect(states()).toEqual({ 'Lease.txt': 'indexed' })
})

it('keeps what was read when the content goes to the cloud, in a full round and by the watcher\'s hints', async () => {
  await writeFile(at('Lease.txt'), 'The lease ends in May.')
  await open.library.engine.add([folder], { watch: true })
  open.embedded.length = 0
  await writeFile(at('.Lease.txt.icloud'), 'bplist00')
  await rm(at('Lease.txt'))
  await open.library.engine.sync()
  expect(states()).toEqual({ 'Lease.txt': 'indexed' })
  // Its hint comes after those of the two above.
  await writeFile(at('later.txt'), 'A later file.')
  while (!('later.txt' in states())) await new Promise((resolve) => { setTimeout(resolve, 20) })
  await open.library.idle()
  expect(states()).toEqual({ 'Lease.txt': 'indexed', 'later.txt': 'indexed' })
  expect(open.embedded).toEqual(['A later file.'])
  await snapshot(open)
})
