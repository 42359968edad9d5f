import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { openTestLibrary, snapshot } from './openTestLibrary.ts'

/** A small disk of its own takes a mount, which only root may do on Linux. */
function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  const place = path.join(os.tmpdir(), 'footnote-mount-trial')
  try {
    execFileSync('sh', ['-c', `mkdir -p ${place} && mount -t tmpfs -o size=1m tmpfs ${place} && umount ${place}`], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

it.runIf(canMount())('stops cleanly on a full disk, says so, and goes on when there is room', { timeout: 120_000 }, async () => {
  const root = await mkdtemp(path.join(os.tmpdir(), 'footnote-full-'))
  const disk = path.join(root, 'disk')
  const folder = path.join(root, 'folder')
  await mkdir(disk)
  await mkdir(folder)
  for (let index = 0; index < 200; index++) await writeFile(path.join(folder, `${index}.txt`), Array.from({ length: 60 }, (_, line) => `${index} ${line} ${Math.random()} ${Math.random()}`).join('\n'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2500k', 'tmpfs', disk])
  try {
    const full = await openTestLibrary(path.join(disk, 'data'))
    full.library.start({ sync: false })
    await expect(full.library.engine.add([folder])).rejects.toMatchObject({ code: 'DISK_FULL' })
    await full.close()

    execFileSync('mount', ['-o', 'remount,size=100m', disk])
    const open = await openTestLibrary(path.join(disk, 'data'))
    open.library.start({ sync: false })
    expect((await open.library.engine.add([folder])).summary).toMatchObject({ files: 200, failed: 0 })
    await snapshot(open)
    await open.close()
  } finally {
    execFileSync('umount', ['-l', disk])
    await rm(root, { recursive: true, force: true })
  }
})
