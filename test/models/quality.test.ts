import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSqliteAuditLog } from '../../src-main/adapters/sqlite/SqliteAuditLog.ts'
import { composeEngine } from '../../src-main/hosts/composeEngine.ts'
import { runCli } from '../../src-main/hosts/cli/runCli.ts'
import type { QualityCheck, QualityReport } from '../../src-shared/domain/quality.ts'
import { auditRecord } from '../fixtures/auditRecord.ts'
import { silent } from './testModels.ts'

const resourcesDir = fileURLToPath(new URL('../../resources', import.meta.url))
let folder: string
const at = (...names: string[]) => path.join(folder, ...names)

async function cli(...args: string[]): Promise<{ code: number; value: unknown }> {
  let out = ''
  const code = await runCli([...args, '--data-dir', at('library'), '--json'], {
    stdout: { write: (text, done) => { out += text; done?.(); return true } }, stderr: { write: (_, done) => { done?.(); return true } },
    signal: new AbortController().signal, openEngine: (options) => composeEngine({ ...options, resourcesDir, logger: silent }),
  })
  return { code, value: JSON.parse(out) as unknown }
}
const quality = async () => new Map(((await cli('doctor', '--quality')).value as QualityReport).checks.map((check) => [check.name, check]))
const named = (checks: Map<QualityCheck['name'], QualityCheck>) => [...checks.values()].filter(({ ok }) => !ok).map(({ name }) => name)

const page = (title: string, text: string) => `<html><head><title>${title}</title></head><body><p>${text}</p></body></html>`
const lease = Array.from({ length: 12 }, (_, month) => `In month ${month + 1} of the lease the tenant of Harbour House pays a rent of ${900 + month} euros and keeps the garden in order.`).join(' ')

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'footnote-quality-'))
  await mkdir(at('files'))
  for (const name of ['lease', 'annex', 'letter', 'survey']) await writeFile(at('files', `${name}.html`), page(`The ${name} of Harbour House`, `${lease} This is the ${name}.`))
  await cli('add', at('files'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

test('each of the five classic failures, planted in a library that is in order, is found with its number and examples, and is gone when mended as it says', async () => {
  await writeFile(at('set.jsonl'), `${JSON.stringify({ id: '1', question: 'What is the rent in month 3?', answer: ['902'], docs: ['lease.html'] })}\n`)
  // Nothing was ever measured.
  const first = await quality()
  expect(named(first)).toEqual(['evaluation'])
  expect(first.get('evaluation')).toMatchObject({ value: null, unit: 'days', action: expect.stringContaining('eval') as string })
  expect((await cli('eval', at('set.jsonl'), '--save', 'first')).code).toBe(0)
  expect(named(await quality())).toEqual([])

  // Files changed and nobody looked.
  await writeFile(at('files', 'letter.html'), page('The letter', `${lease} This letter was written anew.`))
  const stale = (await quality()).get('staleEmbeddings')
  expect(stale).toMatchObject({ ok: false, value: 0.25, threshold: 0.01, action: 'Run `sync`.', examples: [{ text: expect.stringContaining('letter.html') as string }] })
  expect((await cli('doctor', '--mend', 'staleEmbeddings')).code).toBe(0)
  expect(named(await quality())).toEqual([])

  // Documents that nothing but their name tells apart.
  for (const name of ['scan 1', 'scan 2', 'scan 3']) await writeFile(at('files', `${name}.txt`), `${lease} This is ${name}.`)
  await cli('sync')
  const bare = (await quality()).get('metadata')
  expect(bare).toMatchObject({ ok: false, value: 3 / 7, threshold: 0.3 })
  expect(bare?.examples.map(({ text }) => path.basename(text))).toEqual(['scan 1.txt', 'scan 2.txt', 'scan 3.txt'])
  for (const name of ['scan 1', 'scan 2', 'scan 3']) await rm(at('files', `${name}.txt`))
  await cli('sync')
  expect(named(await quality())).toEqual([])

  // Sentences shown without support, lately.
  const log = openSqliteAuditLog(at('library', 'audit.db'))
  log.append(auditRecord(1, { asked: new Date().toISOString(), text: 'The rent is paid in herons', answer: { sentences: [{ text: 'The rent is paid in herons.', citations: [], verdict: 'unsupported', score: 0 }] } }))
  log.close()
  await cli('sync')
  expect((await quality()).get('grounding')).toMatchObject({ ok: false, value: 1, threshold: 0.05, examples: [{ answerId: 'answer1', text: 'Question about The rent is paid in herons?' }] })

  expect((await cli('doctor', '--mend', 'grounding')).code).toBe(0)
  expect((await cli('doctor', '--mend', 'metadata')).code).toBe(2)

  // Chunks that cut sentences apart; the gate lets them through only for a reason, and never again by itself.
  await cli('config', 'save', 'tiny', '--set', 'chunking.targetTokens=12', '--set', 'chunking.maxTokens=16', '--set', 'chunking.overlapTokens=0')
  await cli('config', 'use', 'tiny', '--on', at('set.jsonl'), '--override', 'to see the doctor find it')
  await cli('sync')
  const cut = (await quality()).get('chunking')
  expect(cut).toMatchObject({ ok: false, threshold: 0.1, action: expect.stringContaining('config save') as string })
  expect(cut?.value).toBeGreaterThan(0.3)
  expect(cut?.examples[0]?.text).toContain('a sentence is cut')
  expect((await cli('doctor', '--mend', 'chunking')).code).toBe(0)
  expect((await quality()).get('chunking')).toMatchObject({ ok: true, value: 0 })
})
