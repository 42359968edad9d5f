import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { composeEngine } from '../../src-main/hosts/composeEngine.ts'
import { runCli } from '../../src-main/hosts/cli/runCli.ts'
import type { ModelUse } from '../../src-shared/domain/gate.ts'
import type { ModelBench } from '../../src-shared/domain/modelBench.ts'
import type { ModelEntry } from '../../src-shared/domain/model.ts'
import { silent, stories } from './testModels.ts'

const resourcesDir = fileURLToPath(new URL('../../resources', import.meta.url))
let folder: string

async function cli(...args: string[]): Promise<{ code: number; out: string }> {
  let out = ''
  const code = await runCli([...args, '--data-dir', path.join(folder, 'library')], {
    stdout: { write: (text, done) => { out += text; done?.(); return true } }, stderr: { write: (_, done) => { done?.(); return true } },
    signal: new AbortController().signal, openEngine: (options) => composeEngine({ ...options, resourcesDir, logger: silent }),
  })
  return { code, out }
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'footnote-care-'))
  await mkdir(path.join(folder, 'files'))
  await writeFile(path.join(folder, 'files', 'lease.md'), '# Lease\n\nThe rent of Harbour House is 900 euros a month.\n\nThe notice period is three months.\n')
  await writeFile(path.join(folder, 'set.jsonl'), `${JSON.stringify({ id: '1', question: 'What is the rent of Harbour House?', answer: ['900 euros'], docs: ['lease.md'] })}\n`)
  await cli('add', path.join(folder, 'files'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

test('an imported model tells its licence, checksum, context, template and memory need; it is measured, and becomes the default through the gate', async () => {
  const imported = JSON.parse((await cli('models', 'import', stories.path, '--json')).out) as { model: ModelEntry; memory: { neededBytes: number; machineBytes: number; freeBytes: number } }
  expect(imported.model).toMatchObject({ name: 'stories260K', role: 'chat', licence: expect.any(String) as string, sha256: stories.sha256, contextTokens: 2048, hasChatTemplate: false, selfTest: { passed: false } })
  expect(imported.memory.neededBytes).toBeGreaterThan(stories.sizeBytes)
  expect(imported.memory.machineBytes).toBeGreaterThan(imported.memory.freeBytes)
  const said = (await cli('models', 'import', stories.path)).out
  for (const fact of [/2048 tokens/, new RegExp(`sha256 ${stories.sha256}`), /chat template missing/, /needs about .* of memory; .* are free/]) expect(said).toMatch(fact)

  const used = await cli('models', 'use', 'stories260K', '--on', path.join(folder, 'set.jsonl'), '--json')
  // It has not passed its self-test, so quotes go on answering, and are as good as before.
  expect(used.code).toBe(0)
  expect(JSON.parse(used.out)).toMatchObject({ outcome: 'inForce', overridden: false, gates: [{ questionSet: 'set.jsonl', passed: true, questions: 1 }] } satisfies Partial<ModelUse> | object)
  expect((JSON.parse((await cli('audit', 'notes', '--json')).out) as { notes: object[] }).notes).toMatchObject([{ event: 'modelUsed', detail: { model: 'stories260K', role: 'chat', sha256: stories.sha256 } }])
  expect((await cli('models', 'use', 'none', '--json')).code).toBe(0)

  const bench = JSON.parse((await cli('models', 'bench', '--json')).out) as ModelBench
  expect(bench.embedding.measurements.length).toBeGreaterThan(0)
  for (const { passagesPerSecond, problem } of bench.embedding.measurements) if (problem === undefined) expect(passagesPerSecond).toBeGreaterThan(0)
  expect(bench.chat).toMatchObject([{ model: 'stories260K', tokensPerSecond: expect.any(Number) as number }])
  expect(bench.chat[0]?.tokensPerSecond).toBeGreaterThan(0)
  expect(['onnx', 'llama']).toContain(bench.proposed.embeddingRuntime)
})
