import { readFileSync, readdirSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { runCli } from '../../src-main/hosts/cli/runCli.ts'
import { composeEngine } from '../../src-main/hosts/composeEngine.ts'
import { openLockableEngine } from '../../src-main/hosts/openLockableEngine.ts'
import type { EngineEvent } from '../../src-shared/domain/event.ts'
import { silent } from './testModels.ts'

const resourcesDir = fileURLToPath(new URL('../../resources', import.meta.url))
const PASSPHRASE = 'nine penguins at dawn'
const NEXT = 'ten penguins at dusk'
const SALARY = 'The salary of the harbour master is 4,711 crowns a month.'
let folder: string
let dataDir: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'footnote-app-lock-'))
  dataDir = path.join(folder, 'library')
  await mkdir(path.join(folder, 'papers'))
  await writeFile(path.join(folder, 'papers', 'salaries.txt'), `${SALARY}\n`)
  await writeFile(path.join(folder, 'papers', 'berths.csv'), `Berth,Ship,Fee\n${Array.from({ length: 30 }, (_, index) => `B${index},Ship ${index},${100 + index}`).join('\n')}\n`)
})

afterAll(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
})

async function cli(passphrase: string | undefined, ...args: string[]) {
  vi.stubEnv('FOOTNOTE_PASSPHRASE', passphrase)
  let out = ''
  const code = await runCli([...args, '--data-dir', dataDir, '--json'], {
    stdout: { write: (text, done) => { out += text; done?.(); return true } }, stderr: { write: (_, done) => { done?.(); return true } },
    signal: new AbortController().signal, openEngine: (options) => composeEngine({ ...options, resourcesDir, logger: silent }),
  })
  return { code, value: JSON.parse(out) as Record<string, unknown> & { error?: { code: string } } }
}

function isInDatabases(text: string): boolean {
  return readdirSync(dataDir).filter((name) => name.includes('.db')).some((name) => readFileSync(path.join(dataDir, name)).includes(text))
}

test('by command line: encrypted, refused without and with a wrong passphrase, answering with it, changed, and taken off', async () => {
  await cli(undefined, 'add', path.join(folder, 'papers'))
  const question = 'What is the salary of the harbour master?'
  const plain = await cli(undefined, 'ask', question)
  expect(plain.value).toMatchObject({ status: 'answered', text: expect.stringContaining('4,711') as string })
  expect(isInDatabases('4,711 crowns')).toBe(true)

  vi.stubEnv('FOOTNOTE_NEW_PASSPHRASE', PASSPHRASE)
  expect(await cli(undefined, 'lock', 'on')).toMatchObject({ code: 0, value: { state: 'on', notEncrypted: expect.arrayContaining(['your own files']) as string[] } })
  expect(isInDatabases('4,711 crowns')).toBe(false)
  expect(isInDatabases('salary of the harbour master')).toBe(false)

  expect(await cli(undefined, 'status')).toMatchObject({ code: 5, value: { error: { code: 'LOCKED' } } })
  expect(await cli('a wrong passphrase', 'audit', 'list')).toMatchObject({ code: 5, value: { error: { code: 'WRONG_PASSPHRASE' } } })
  expect(await cli(PASSPHRASE, 'audit', 'verify')).toMatchObject({ code: 0, value: { ok: true } })
  // From the log, from the index and the catalog, and from the process that reads sheets for itself.
  expect((await cli(PASSPHRASE, 'ask', question)).value).toMatchObject({ status: 'answered', text: expect.stringContaining('4,711') as string })
  expect((await cli(PASSPHRASE, 'ask', 'What is the sum of Fee in berths?')).value).toMatchObject({ computation: { kind: 'table', rowsUsed: 30 } })

  vi.stubEnv('FOOTNOTE_NEW_PASSPHRASE', NEXT)
  expect((await cli(PASSPHRASE, 'lock', 'passphrase')).code).toBe(0)
  expect((await cli(NEXT, 'lock', 'off')).value).toMatchObject({ state: 'off' })
  expect(isInDatabases('4,711 crowns')).toBe(true)
})

test('in a window: locked, unlocked, and the answers of before are there', async () => {
  const options = { dataDir, watch: true, program: 'the window' }
  const engine = await openLockableEngine(({ launcher: _launcher, ...given }) => composeEngine({ ...given, resourcesDir, logger: silent }), options)
  const topics: EngineEvent['topic'][] = []
  engine.subscribe(({ topic }) => { if (topic === 'lock') topics.push(topic) })
  const threads = engine.questions.threads().length
  expect(threads).toBeGreaterThan(0)
  await (await engine.lock.turnOn(PASSPHRASE)).finished
  await engine.lock.lockNow()
  await expect(engine.lock.unlock('a wrong passphrase')).rejects.toMatchObject({ code: 'WRONG_PASSPHRASE' })
  expect(() => engine.questions.threads()).toThrow(expect.objectContaining({ code: 'LOCKED' }) as Error)
  await engine.lock.unlock(PASSPHRASE)
  expect(engine.questions.threads()).toHaveLength(threads)
  await writeFile(path.join(folder, 'papers', 'later.txt'), 'The lighthouse keeper feeds nine penguins.\n')
  await engine.library.sync()
  expect(JSON.stringify(await engine.search({ query: 'How many penguins does the keeper feed?' }))).toContain('nine penguins')
  expect(isInDatabases('nine penguins')).toBe(false)
  expect((await engine.doctor()).checks.find(({ name }) => name === 'lock')?.message).toContain('search index')
  expect(topics).toEqual(['lock', 'lock'])
  await engine.close()
})
