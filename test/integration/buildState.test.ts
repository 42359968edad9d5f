import { mkdir, mkdtemp, rm, unlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { needsBuild } from '../../src-main/hosts/buildState.ts'
import { findElectron } from '../../src-main/hosts/findElectron.ts'
import { appRoot, rendererDir, resourcesDir } from '../../src-main/hosts/resourcesDir.ts'

let root: string
beforeEach(async () => { root = await mkdtemp(join(tmpdir(), 'footnote-')) })
afterEach(() => rm(root, { recursive: true }))

async function put(path: string, atSeconds: number): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true })
  await writeFile(join(root, path), '')
  await touch(path, atSeconds)
}
const touch = (path: string, atSeconds: number) => utimes(join(root, path), atSeconds, atSeconds)

async function built(): Promise<void> {
  for (const path of ['src-renderer/app/App.tsx', 'src-main/core/Engine.ts', 'src-shared/domain/ids.ts', 'electron.vite.config.ts']) await put(path, 1000)
  for (const path of ['src-renderer', 'src-main', 'src-shared']) await touch(path, 1000)
  for (const path of ['out/renderer/index.html', 'out/main/electron.js', 'out/preload/preload.cjs']) await put(path, 2000)
}

describe('needsBuild', () => {
  it('is content with a bundle younger than every source', async () => {
    await built()
    expect(await needsBuild(root)).toBe(false)
  })
  it.each(['src-renderer/app/App.tsx', 'src-shared/domain/ids.ts', 'electron.vite.config.ts'])('wants one when %s changed', async (path) => {
    await built()
    await touch(path, 3000)
    expect(await needsBuild(root)).toBe(true)
  })
  it.each(['out/renderer/index.html', 'out/preload/preload.cjs'])('wants one when %s is missing', async (path) => {
    await built()
    await unlink(join(root, path))
    expect(await needsBuild(root)).toBe(true)
  })
})

describe('findElectron', () => {
  it('believes in the executable only when it is there', async () => {
    expect(await findElectron(root)).toBeNull()
    await put('node_modules/electron/path.txt', 1)
    await writeFile(join(root, 'node_modules/electron/path.txt'), 'electron')
    expect(await findElectron(root)).toBeNull()
    await put('node_modules/electron/dist/electron', 1)
    expect(await findElectron(root)).toBe(join(root, 'node_modules/electron/dist/electron'))
  })
})

describe('appRoot', () => {
  it('is the folder of package.json above sources, bundle and chunks alike', async () => {
    await put('package.json', 1)
    for (const path of ['src-main/hosts/resourcesDir.ts', 'out/main/cli.js', 'out/main/chunks/x.js']) {
      await put(path, 1)
      expect(appRoot(new URL(`file://${join(root, path)}`).href)).toBe(root)
    }
  })
  it('takes what native code maps into memory from outside the packaged archive', () => {
    expect([resourcesDir('/app/app.asar'), rendererDir('/app/app.asar')]).toEqual(['/app/app.asar.unpacked/resources', '/app/app.asar/out/renderer'])
  })
})
