import { fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    // A dead child that nobody has waited for still answers to signals.
    return !existsSync(`/proc/${pid}`) || existsSync(`/proc/${pid}/exe`)
  } catch {
    return false
  }
}

it('leaves no model host behind when the engine is killed with SIGKILL', async () => {
  const engine = fork(fileURLToPath(new URL('engineThatDies.ts', import.meta.url)), [], { execArgv: [] })
  const pid = await new Promise<number>((resolve) => engine.once('message', (message) => resolve(message as number)))
  expect(isRunning(pid)).toBe(true)
  engine.kill('SIGKILL')
  // There is no event to wait for: the host is nobody's child any more.
  while (isRunning(pid)) await delay(50)
})
