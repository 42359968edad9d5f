import { spawn } from 'node:child_process'
import { mkdtemp, open, readdir, rename, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { openVectorStore } from '../../src-main/adapters/lance/openVectorStore.ts'
import { openCatalog } from '../../src-main/adapters/sqlite/openCatalog.ts'
import { openSqliteAuditLog } from '../../src-main/adapters/sqlite/SqliteAuditLog.ts'
import { comparable, snapshot } from '../integration/library/openTestLibrary.ts'
import { randomFrom } from '../integration/library/randomFrom.ts'
import { contentOf, makeMixedFolder, placeOf } from './mixedFolder.ts'

const PROGRAM = fileURLToPath(new URL('./ingestMixed.ts', import.meta.url))
/** `npm run test:crash` kills a hundred times. */
const KILLS = Number(process.env['CRASH_KILLS'] ?? 6)
const SEED = Number(process.env['CRASH_SEED'] ?? 20261121)
const FILES = 40
/** At most; less on a machine that has read sooner what changed since the kill before: most kills fall into the work, and some after it. */
const LATEST_KILL_MS = 5000
const DIMENSIONS = 384

/** Runs the program in a process group of its own; kills all of the group so long after it opened the library. */
function run(dataDir: string, folder: string, options: { readonly killAfterMs?: number; readonly question?: string } = {}): Promise<{ readonly opened: boolean; readonly ended: boolean; /** From opening the library to the end. */ readonly tookMs: number }> {
  const { killAfterMs, question } = options
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [PROGRAM, dataDir, folder, ...(question === undefined ? [] : [question])], { stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    let said = ''
    let complaint = ''
    let openedAt = 0
    let tookMs = Infinity
    child.stderr.on('data', (data: Buffer) => { complaint += data.toString() })
    const kill = () => { if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) process.kill(-child.pid, 'SIGKILL') }
    child.stdout.on('data', (data: Buffer) => {
      if (said === '') openedAt = performance.now()
      if (said === '' && killAfterMs !== undefined) setTimeout(kill, killAfterMs)
      said += data.toString()
      if (said.includes('done')) tookMs = Math.min(tookMs, performance.now() - openedAt)
    })
    // Every fourth dies while the library is being opened or brought in order.
    if (killAfterMs !== undefined && killAfterMs % 4 === 0) setTimeout(kill, killAfterMs / 2)
    child.on('close', (code) => {
      if (code !== null && code !== 0) reject(new Error(`the program failed by itself: ${complaint}`))
      else resolve({ opened: said.includes('open'), ended: said.includes('done'), tookMs })
    })
  })
}

/** What a library holds, read from its files. */
async function inspect(dataDir: string) {
  const { catalog, conversations, questions } = openCatalog(path.join(dataDir, 'catalog.db'))
  const indexDir = path.join(dataDir, 'index')
  const [fingerprint = ''] = await readdir(indexDir)
  const vectorStore = await openVectorStore({ indexDir, fingerprint, dimensions: DIMENSIONS })
  const auditLog = openSqliteAuditLog(path.join(dataDir, 'audit.db'), { readOnly: true })
  try {
    const answers = conversations.threads().flatMap(({ threadId }) => conversations.answers(threadId))
    return {
      held: comparable(await snapshot({ catalog, vectorStore }, DIMENSIONS)), chain: auditLog.verify(answers.map(({ audit }) => audit)).ok,
      entries: auditLog.list({ limit: 1000 }).map(({ answerId }) => answerId).sort(), answers: answers.map(({ answerId }) => answerId).sort(),
      waiting: questions.questions().length, unfinished: catalog.jobs().filter(({ state }) => state === 'running' || state === 'queued').map(({ kind, state }) => `${kind} ${state}`),
    }
  } finally {
    auditLog.close()
    await vectorStore.close()
    catalog.close()
  }
}

/** Replaces a file as a program without care does: cut to nothing, then written in two halves. */
async function overwrite(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'w')
  try {
    await handle.write(bytes.subarray(0, bytes.length >> 1))
    await new Promise((resolve) => { setTimeout(resolve, 20) })
    await handle.write(bytes.subarray(bytes.length >> 1))
  } finally {
    await handle.close()
  }
}

it(`a library with real workers holds what it would hold had nothing happened, after ${KILLS} kills of all its processes`, { timeout: 120_000 + KILLS * 30_000 }, async () => {
  const root = await mkdtemp(path.join(os.tmpdir(), 'footnote-crash-'))
  try {
    const random = randomFrom(SEED)
    const folder = path.join(root, 'folder')
    const dataDir = path.join(root, 'data')
    await makeMixedFolder(folder, FILES, random)
    let interrupted = 0
    let replacedMeanwhile = 0
    let latestMs = LATEST_KILL_MS
    for (let kill = 0; kill < KILLS; kill++) {
      const killAfterMs = Math.floor(random() * latestMs)
      const running = run(dataDir, folder, { killAfterMs, ...(kill % 4 === 1 ? { question: `How many crates left Rotterdam in shipment ${kill}?` } : {}) })
      const changes = Array.from({ length: 6 }, () => Math.floor(random() * FILES))
      // Half of the files change while it runs, half while nothing does.
      for (const index of changes.slice(0, 3)) {
        await overwrite(placeOf(folder, index), await contentOf(index, random))
        replacedMeanwhile++
      }
      const { ended, tookMs } = await running
      if (ended) latestMs = Math.min(latestMs, Math.ceil(tookMs) + 50)
      else interrupted++
      for (const index of changes.slice(3)) {
        const place = placeOf(folder, index)
        if (index % 7 === 0) await rm(place, { force: true })
        // Keeps its ending, and no CSV: what kind of text bytes are, and what a CSV's only sheet is called, is read off the name that they were first seen under.
        else if (index % 7 === 1 && path.extname(place) !== '.csv') await rename(place, `${place.slice(0, -path.extname(place).length)} moved${path.extname(place)}`).catch(() => undefined)
        else {
          // As editors save: written aside, then renamed.
          await writeFile(`${place}.tmp`, await contentOf(index, random))
          await rename(`${place}.tmp`, place)
        }
      }
    }
    // Else the test would have shown nothing.
    expect(interrupted).toBeGreaterThan(KILLS / 2)
    expect(replacedMeanwhile).toBeGreaterThan(0)
    expect(await run(dataDir, folder)).toMatchObject({ opened: true, ended: true })
    const survived = await inspect(dataDir)
    expect(await run(path.join(root, 'undisturbed'), folder)).toMatchObject({ opened: true, ended: true })
    const undisturbed = await inspect(path.join(root, 'undisturbed'))

    expect(survived.held).toEqual(undisturbed.held)
    expect(survived.held.indexedTwice).toEqual([])
    expect(survived.chain).toBe(true)
    expect(survived.entries).toEqual(survived.answers)
    expect([survived.waiting, survived.unfinished]).toEqual([0, []])
  } finally {
    await rm(root, { recursive: true, force: true })
  }
})
