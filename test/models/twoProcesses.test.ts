import { spawn, type ChildProcess } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const CLI = fileURLToPath(new URL('../../src-main/hosts/cli/main.ts', import.meta.url))

it('lets a second process read what the first one holds, tells it who that is, and takes over when the first is killed', { timeout: 240_000 }, async () => {
  const root = await mkdtemp(join(tmpdir(), 'footnote-two-'))
  const folder = join(root, 'folder')
  const library = ['--data-dir', join(root, 'library'), '--json']
  let holder: ChildProcess | undefined
  try {
    await mkdir(folder)
    await writeFile(join(folder, 'lease.txt'), 'The notice period of the lease is three months.\n')
    holder = spawn(process.execPath, [CLI, 'add', folder, '--watch', ...library], { stdio: ['ignore', 'pipe', 'ignore'] })
    await new Promise((resolve) => { holder?.stdout?.once('data', resolve) })

    const refused = await run('add', folder, ...library)
    expect(refused.code).toBe(4)
    expect(refused.value).toMatchObject({ error: { code: 'LIBRARY_IN_USE', message: expect.stringContaining(`The command line (process ${holder.pid}`) as string } })
    const read = await run('search', 'notice period', ...library)
    expect(read.value).toMatchObject({ passages: [{ text: expect.stringContaining('three months') as string }] })
    expect((await run('status', ...library)).value).toMatchObject({ documents: { indexed: 1 } })

    const ended = new Promise((resolve) => { holder?.once('exit', resolve) })
    holder.kill('SIGKILL')
    await ended
    const taken = await run('sync', ...library)
    expect(taken.code).toBe(0)
    expect(taken.value).toMatchObject({ summary: { files: 1, unchanged: 1 } })
  } finally {
    holder?.kill('SIGKILL')
    await rm(root, { recursive: true, force: true })
  }
})

async function run(...args: readonly string[]): Promise<{ readonly code: number | null; readonly value: unknown }> {
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'ignore'] })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => { said += text })
  const code = await new Promise<number | null>((resolve) => { child.once('close', resolve) })
  return { code, value: JSON.parse(said) as unknown }
}
