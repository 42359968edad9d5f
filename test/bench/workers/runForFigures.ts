import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Runs a script of this folder in a process of its own, so that its memory is its own, and gives the object of its `FIGURES` line. */
export async function runForFigures<Figures>(script: string, args: readonly string[] = []): Promise<Figures> {
  const child = spawn(process.execPath, [fileURLToPath(new URL(script, import.meta.url)), ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  let out = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => { out += text; process.stderr.write(text) })
  const code = await new Promise((resolve) => child.once('close', resolve))
  const line = out.split('\n').find((candidate) => candidate.startsWith('FIGURES '))
  if (code !== 0 || line === undefined) throw new Error(`${script} ended with ${String(code)}`)
  return JSON.parse(line.slice('FIGURES '.length)) as Figures
}
