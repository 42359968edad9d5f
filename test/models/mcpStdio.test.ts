import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { cp, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AuditNote } from '../../src-shared/domain/audit.ts'
import { composeEngine } from '../../src-main/hosts/composeEngine.ts'
import { silent } from './testModels.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const resourcesDir = path.join(root, 'resources')
let folder: string
let before: readonly string[]
const dataDir = () => path.join(folder, 'library')

beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'footnote-mcp-')))
  await mkdir(path.join(folder, 'open'))
  await mkdir(path.join(folder, 'opens not'))
  await cp(path.join(root, 'test/fixtures/eval/docs/Employee handbook.md'), path.join(folder, 'open', 'Employee handbook.md'))
  await writeFile(path.join(folder, 'opens not', 'salaries.md'), '# Salaries\n\nThe salary of Hannah Lindqvist is 91,000 euros a year. Holidays are paid in June.\n')
  const engine = await composeEngine({ dataDir: dataDir(), resourcesDir, logger: silent })
  const { documents } = await engine.library.add([path.join(folder, 'open'), path.join(folder, 'opens not')])
  before = documents.map(({ sha256 }) => sha256)
  await engine.close()
})

afterAll(() => rm(folder, { recursive: true, force: true }))

test('the public SDK’s client drives the server over stdio: search, ask and open, inside the chosen folder only, each call logged', async () => {
  const transport = new StdioClientTransport({ command: process.execPath, args: [path.join(root, 'src-main/hosts/cli/main.ts'), 'mcp', '--data-dir', dataDir(), '--folder', path.join(folder, 'open')], stderr: 'ignore' })
  const client = new Client({ name: 'a tester', version: '1' })
  await client.connect(transport)
  const call = async (name: string, given: Record<string, unknown>) => {
    const { content, isError } = await client.callTool({ name, arguments: given })
    return { isError: isError === true, value: JSON.parse((content as { text: string }[])[0]?.text ?? '{}') as Record<string, unknown> & { passages: { path: string; documentId: string }[] } }
  }
  try {
    expect((await client.listTools()).tools.every(({ annotations }) => annotations?.readOnlyHint === true)).toBe(true)
    const found = await call('search', { query: 'holidays a year' })
    expect(found.value.passages.length).toBeGreaterThan(0)
    expect(found.value.passages.every(({ path: file }) => file.startsWith(path.join(folder, 'open') + path.sep))).toBe(true)
    // A caller's own filter narrows and never widens.
    for (const filters of [['path:opens not'], ['name:salaries.md'], ['path:opens not path:open']]) {
      const { value } = await call('search', { query: 'salary of Hannah Lindqvist', filters })
      expect(JSON.stringify(value)).not.toContain('91,000')
    }
    const answer = await call('ask', { question: 'What is the salary of Hannah Lindqvist?' })
    expect(answer.isError).toBe(false)
    expect(JSON.stringify(answer.value)).not.toContain('91,000')
    const { documentId } = found.value.passages[0] ?? { documentId: '' }
    expect((await call('open_source', { documentId, unit: 1 })).value['text']).toContain('Employee handbook')
  } finally {
    await client.close()
  }

  const engine = await composeEngine({ dataDir: dataDir(), resourcesDir, logger: silent })
  try {
    const closed = engine.library.documents().find(({ path: file }) => file.endsWith('salaries.md'))
    expect(engine.library.documents().map(({ sha256 }) => sha256).sort()).toEqual([...before].sort())
    expect(await readFile(closed?.path ?? '', 'utf8')).toContain('91,000')
    const notes = [...engine.audit.stored()].flatMap(({ content }) => { const record = JSON.parse(content) as AuditNote; return record.kind === 'note' ? [record] : [] })
    expect(notes.map(({ event, detail }) => [event, detail['program'], detail['tool']])).toEqual(['search', 'search', 'search', 'search', 'ask', 'open_source'].map((tool) => ['programCall', 'a tester', tool]))
    expect(engine.audit.list().map(({ question }) => question)).toEqual(['What is the salary of Hannah Lindqvist?'])
    expect(engine.audit.verify().ok).toBe(true)
  } finally {
    await engine.close()
  }
})
