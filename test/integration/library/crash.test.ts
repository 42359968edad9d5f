import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { randomFrom } from './randomFrom.ts'
import { comparable, openTestLibrary, snapshot } from './openTestLibrary.ts'

const PROGRAM = fileURLToPath(new URL('./ingestForever.ts', import.meta.url))
/** `CRASH_KILLS=100` for the long run. */
const KILLS = Number(process.env.CRASH_KILLS ?? 16)

/** Runs the program; kills it `killAfterMs` after it opened the library. Resolves to how long it took from there to its end; undefined when it did not come to it. */
function run(dataDir: string, folder: string, killAfterMs: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [PROGRAM, dataDir, folder], { stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    let openedAt = 0
    let endedAt: number | undefined
    let complaint = ''
    child.stderr.on('data', (data: Buffer) => { complaint += data.toString() })
    child.stdout.on('data', (data: Buffer) => {
      if (said === '') {
        openedAt = performance.now()
        setTimeout(() => child.kill('SIGKILL'), killAfterMs)
      }
      said += data.toString()
      if (endedAt === undefined && said.includes('done')) endedAt = performance.now()
    })
    child.on('exit', (code) => {
      if (code !== null && code !== 0) reject(new Error(`the program failed by itself: ${complaint}`))
      else resolve(endedAt === undefined ? undefined : endedAt - openedAt)
    })
  })
}

function pageOf(random: () => number): string {
  return Array.from({ length: 1 + Math.floor(random() * 12) }, () => `line ${Math.floor(random() * 1e9)}`).join('\n')
}

async function makeFolder(folder: string, random: () => number): Promise<void> {
  for (const name of ['', 'deep', 'deep/deeper']) await mkdir(path.join(folder, name), { recursive: true })
  for (let index = 0; index < 60; index++) {
    const text = Array.from({ length: 1 + Math.floor(random() * 6) }, () => pageOf(random)).join('\f')
    const kind = random()
    const place = path.join(folder, ['', 'deep', 'deep/deeper'][index % 3] ?? '', `${index}.txt`)
    await writeFile(place, kind < 0.08 ? 'damaged' : kind < 0.16 ? 'the same in several files' : kind < 0.24 ? `mail\ninside part-${index}.txt: ${text.replaceAll(/[\n\f]/g, ' ')}` : text)
  }
}

it(`holds what it would hold had nothing happened, after ${KILLS} kills at random moments`, { timeout: 900_000 }, async () => {
  const root = await mkdtemp(path.join(os.tmpdir(), 'footnote-crash-'))
  try {
    const random = randomFrom(20261121)
    const folder = path.join(root, 'folder')
    const dataDir = path.join(root, 'data')
    await makeFolder(folder, random)
    let interrupted = 0
    /** As long as the work takes on this machine: most kills fall into it, and some after it. */
    let latestMs = 500
    for (let kill = 0; kill < KILLS; kill++) {
      const tookMs = await run(dataDir, folder, Math.floor(random() * latestMs))
      if (tookMs === undefined) interrupted++
      else latestMs = Math.min(latestMs, Math.ceil(tookMs) + 20)
      // Some kills fall while files are being replaced, moved and removed.
      const name = path.join(folder, `${Math.floor(random() * 60) * 3 % 60}.txt`)
      if (kill % 2 === 0) await writeFile(name, pageOf(random)).catch(() => undefined)
      if (kill % 5 === 1) await rename(name, path.join(folder, 'deep', `moved-${kill}.txt`)).catch(() => undefined)
      if (kill % 5 === 2) await rm(name, { force: true })
    }
    // Else the test would have shown nothing.
    expect(interrupted).toBeGreaterThan(KILLS / 2)
    const open = await openTestLibrary(dataDir)
    open.library.start({ sync: false })
    await open.library.idle()
    await open.library.engine.sync()
    const survived = await snapshot(open)
    expect(open.library.jobs.list().filter(({ state }) => state === 'running' || state === 'queued')).toEqual([])
    await open.close()

    const undisturbed = await openTestLibrary(path.join(root, 'undisturbed'))
    undisturbed.library.start({ sync: false })
    await undisturbed.library.engine.add([folder])
    const expected = await snapshot(undisturbed)
    await undisturbed.close()

    expect(comparable(survived)).toEqual(comparable(expected))
  } finally {
    await rm(root, { recursive: true, force: true })
  }
})
