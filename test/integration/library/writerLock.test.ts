import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { acquireWriterLock } from '../../../src-main/adapters/sqlite/acquireWriterLock.ts'

it('is held by one process, named to a second one, and free the moment its holder is killed', async () => {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'footnote-lock-'))
  const module = pathToFileURL(path.resolve('src-main/adapters/sqlite/acquireWriterLock.ts')).href
  const holder = spawn(process.execPath, ['--input-type=module', '-e', `
    import { acquireWriterLock } from ${JSON.stringify(module)}
    globalThis.lock = acquireWriterLock(${JSON.stringify(dataDir)}, 'the window')
    process.stdout.write('held')
    setInterval(() => {}, 1000)
  `], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    await new Promise((resolve) => { holder.stdout.once('data', resolve) })
    expect(() => acquireWriterLock(dataDir, 'the command line')).toThrow(expect.objectContaining({ code: 'LIBRARY_IN_USE', message: expect.stringContaining(`The window (process ${holder.pid}`) as string }))

    const exited = new Promise((resolve) => { holder.once('exit', resolve) })
    holder.kill('SIGKILL')
    await exited
    const lock = acquireWriterLock(dataDir, 'the command line')
    expect(() => acquireWriterLock(dataDir, 'a third')).toThrow(expect.objectContaining({ code: 'LIBRARY_IN_USE' }))
    lock.release()
    acquireWriterLock(dataDir, 'a third').release()
  } finally {
    holder.kill('SIGKILL')
    await rm(dataDir, { recursive: true, force: true })
  }
})

it('is taken although its file is damaged', async () => {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'footnote-lock-'))
  try {
    await writeFile(path.join(dataDir, 'lock.db'), Buffer.alloc(5000, 'no database '))
    const lock = acquireWriterLock(dataDir, 'the window')
    expect(() => acquireWriterLock(dataDir, 'another')).toThrow(expect.objectContaining({ code: 'LIBRARY_IN_USE' }))
    lock.release()
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
})
