import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'

const root = path.resolve(import.meta.dirname, '../../..')

export interface RunningHost {
  /** With its access token. */
  readonly url: string
  readonly dataDir: string
  close(): Promise<void>
  /** As a power cut ends it; the library stays. */
  kill(): Promise<void>
}

/** The product itself as a person starts it, on a fresh library: the loopback host with its engine, reader and model host. */
export async function startLoopback(options: { /** A library to open, which is kept; absent: a fresh one, removed at the end. */ readonly dataDir?: string } = {}): Promise<RunningHost> {
  const dataDir = options.dataDir ?? await mkdtemp(path.join(tmpdir(), 'footnote-e2e-'))
  const child = spawn(process.execPath, [path.join(root, 'src-main/hosts/cli/main.ts'), 'serve', '--data-dir', dataDir], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stderr.on('data', (part: Buffer) => { said += part.toString() })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const url = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      const found = /https?:\/\/\S+/.exec(line)
      if (found !== null) resolve(found[0])
    })
    child.once('exit', (code) => reject(new Error(`the host ended with ${code}: ${said}`)))
  })
  return {
    url, dataDir,
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
    async close() {
      child.kill('SIGTERM')
      await ended
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true })
    },
  }
}
