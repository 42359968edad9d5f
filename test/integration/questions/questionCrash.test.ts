import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSqliteAuditLog } from '../../../src-main/adapters/sqlite/SqliteAuditLog.ts'
import { openCatalog } from '../../../src-main/adapters/sqlite/openCatalog.ts'

const PROGRAM = fileURLToPath(new URL('./answerAndStop.ts', import.meta.url))

let dataDir: string
beforeEach(async () => { dataDir = await mkdtemp(path.join(os.tmpdir(), 'footnote-question-')) })
afterEach(() => rm(dataDir, { recursive: true, force: true }))

/** Runs the program; where it says that it stands in the stage it is killed. */
function run(stopAt?: string): Promise<{ readonly killed: boolean }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [PROGRAM, dataDir, ...(stopAt === undefined ? [] : [stopAt])], { stdio: ['ignore', 'pipe', 'pipe'] })
    let complaint = ''
    child.stderr.on('data', (data: Buffer) => { complaint += data.toString() })
    child.stdout.on('data', () => child.kill('SIGKILL'))
    child.on('close', (code) => {
      if (code !== null && code !== 0) reject(new Error(complaint))
      else resolve({ killed: code === null })
    })
  })
}

async function calls(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const stage of (await readFile(path.join(dataDir, 'calls.log'), 'utf8')).trim().split('\n')) counts[stage] = (counts[stage] ?? 0) + 1
  return counts
}

/** What is left on disk: the answers of all threads, the audit entries, and the questions that are not done. */
function inspect() {
  const opened = openCatalog(path.join(dataDir, 'catalog.db'))
  const log = openSqliteAuditLog(path.join(dataDir, 'audit.db'), { readOnly: true })
  try {
    const answers = opened.conversations.threads().flatMap(({ threadId }) => opened.conversations.answers(threadId))
    return { answers, entries: log.list().length, chain: log.verify().ok, waiting: opened.questions.questions() }
  } finally {
    log.close()
    opened.catalog.close()
  }
}

describe('a question whose process is killed', () => {
  it.each([
    // Searches, choices and writings in both processes together: only the stage that was cut short is begun once more.
    ['submit', 1, 1, 1], ['search', 2, 1, 1], ['choose', 1, 2, 1], ['write', 1, 1, 2], ['check', 1, 1, 1], ['record', 1, 1, 1], ['save', 1, 1, 1],
  ])('in stage “%s” is answered by the next process: one answer, one audit entry, no finished stage twice', async (stage, searches, choices, writings) => {
    expect(await run(stage)).toEqual({ killed: true })
    expect(await run()).toEqual({ killed: false })
    const { answers, entries, chain, waiting } = inspect()
    expect({ answers: answers.map(({ status, mode }) => `${status} ${mode}`), entries, chain, waiting }).toEqual({ answers: ['answered generated'], entries: 1, chain: true, waiting: [] })
    expect(answers[0]?.text).toContain('three months')
    expect(answers[0]?.citations).toHaveLength(1)
    const done = await calls()
    expect([done['search'], done['choose'], done['begin to write']]).toEqual([searches, choices, writings])
  }, 60_000)

  it('keeps the text that was written so far for whoever looks meanwhile', async () => {
    await run('write')
    const [question] = inspect().waiting
    expect(question?.stage).toBe('writing')
    // The third word comes late enough to be kept; the fourth one may be, on a slow disk.
    expect(['The notice period ', 'The notice period for ']).toContain(question?.text)
    expect(question?.deltas).toBe(question?.text.trim().split(' ').length)
  }, 60_000)

  it('is not begun for ever: after three deaths it ends as failed, with its entry', async () => {
    for (const _ of [1, 2, 3]) expect(await run('search')).toEqual({ killed: true })
    expect(await run('search')).toEqual({ killed: false })
    const { answers, entries, waiting } = inspect()
    expect([answers.map(({ status }) => status), entries, waiting]).toEqual([['failed'], 1, []])
  }, 60_000)
})
