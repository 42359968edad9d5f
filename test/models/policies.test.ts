import { execFile } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { finished } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import PDFDocument from 'pdfkit'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openZip } from '../../src-main/adapters/archive/openZip.ts'
import type { Engine } from '../../src-main/core/Engine.ts'
import { composeEngine } from '../../src-main/hosts/composeEngine.ts'
import { createMcpServer } from '../../src-main/hosts/mcp/serveMcp.ts'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import type { Answer } from '../../src-shared/domain/answer.ts'
import { OPEN_POLICY, type FolderPolicy } from '../../src-shared/domain/folderPolicy.ts'
import { silent } from './testModels.ts'
import { askToEnd } from './askToEnd.ts'

const resourcesDir = fileURLToPath(new URL('../../resources', import.meta.url))
const LONG = 'The keeper of the lighthouse at Cape Arden feeds nine penguins every morning before the ferry comes, writes their weight into a small blue book that he keeps in the lamp room, and sends a copy of each page to the harbour office by the evening boat.'
const QUESTION = 'How many penguins does the lighthouse keeper feed?'
const SECRET = 'What is the salary of the harbour master?'
const CONTACT = 'How can Jane Doe of the customs office be reached?'

let folder: string
let engine: Engine

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'footnote-policies-')))
  for (const name of ['open', 'closed']) await mkdir(join(folder, name))
  await writeFile(join(folder, 'open', 'keeper.txt'), `${LONG}\n\nThe ferry runs twice a day.\n`)
  await writeFile(join(folder, 'closed', 'salaries.txt'), 'The salary of the harbour master is 4,711 crowns a month.\n')
  const pdf = new PDFDocument({ size: 'A4' })
  const written = pdf.pipe(createWriteStream(join(folder, 'open', 'customs.pdf')))
  pdf.fontSize(12).text('Jane Doe of the customs office can be reached at jane.doe@example.org or +49 30 23125 014.').end()
  await finished(written)
  engine = await composeEngine({ dataDir: join(folder, 'library'), resourcesDir, logger: silent })
  await engine.library.add([join(folder, 'open'), join(folder, 'closed')])
})

afterEach(() => {
  for (const { folderId } of engine.library.folders()) engine.library.setFolderPolicy(folderId, OPEN_POLICY)
  engine.settings.update({ privacy: { masking: 'off' } })
})

afterAll(async () => {
  await engine.close()
  await rm(folder, { recursive: true, force: true })
})

const ask = (question: string): Promise<Answer> => askToEnd(engine, { question, model: null })

function setPolicy(name: 'open' | 'closed', policy: Partial<FolderPolicy>): void {
  const found = engine.library.folders().find(({ path }) => path.endsWith(name))
  engine.library.setFolderPolicy(found?.folderId ?? '', { ...OPEN_POLICY, ...policy })
}

async function unpack(answer: Answer, name: string): Promise<string> {
  const zip = await openZip((await engine.exports.answer(answer.answerId, 'pack')).bytes)
  for (const member of zip.members) {
    await mkdir(dirname(join(folder, name, member.name)), { recursive: true })
    await writeFile(join(folder, name, member.name), (await zip.read(member.name)) ?? '')
  }
  return join(folder, name)
}

async function verify(at: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(at, 'verify.mjs')], { cwd: tmpdir(), env: {} })
  return stdout
}

test('a folder that may not be answered from is not searched, and an answer says so', async () => {
  const before = await ask(SECRET)
  expect(before).toMatchObject({ status: 'answered', text: expect.stringContaining('4,711') as string })
  setPolicy('closed', { answer: false })
  const after = await ask(SECRET)
  expect(after.repeats).toBeUndefined()
  expect(after.status).toBe('not_found')
  expect(after.text).toContain('1 document was not looked at')
  expect(JSON.stringify(after)).not.toContain('4,711')
  const searched = await engine.search({ query: SECRET })
  expect(searched.withheld).toBe(1)
  expect(JSON.stringify(searched)).not.toContain('4,711')
  // The answer that was given before the policy was tightened, wherever it is asked for.
  const old = await engine.questions.answer(before.answerId)
  expect(old).toMatchObject({ status: 'not_found', citations: [], passages: expect.not.arrayContaining([expect.objectContaining({ text: expect.stringContaining('4,711') as string })]) as unknown })
  expect(JSON.stringify(await engine.questions.thread(before.threadId ?? ('' as never)))).not.toContain('4,711')
  await expect(engine.exports.answer(before.answerId, 'md')).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
  setPolicy('closed', {})
  expect((await engine.questions.answer(before.answerId)).text).toBe(before.text)
})

test('a folder that may not be exported answers, and nothing of it leaves by file, by log or by program', async () => {
  setPolicy('closed', { export: false })
  const answer = await ask(SECRET)
  expect(answer.text).toContain('4,711')
  for (const format of ['md', 'json', 'pack'] as const) await expect(engine.exports.answer(answer.answerId, format)).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
  const thread = await engine.exports.thread(answer.threadId ?? ('' as never), 'html')
  expect(new TextDecoder().decode(thread.bytes)).not.toContain('4,711')
  expect(JSON.stringify([...engine.audit.stored()])).not.toContain('4,711')
  const at = join(folder, 'log')
  await mkdir(at)
  for (const { name, text } of engine.audit.exportSigned().files) await writeFile(join(at, name), text)
  expect(await verify(at)).toMatch(/^VALID: .* edited for this export/)
  expect(await readFile(join(at, 'entries.jsonl'), 'utf8')).not.toContain('4,711')
  const client = new Client({ name: 'test', version: '1' })
  const [near, far] = InMemoryTransport.createLinkedPair()
  await Promise.all([createMcpServer(engine).connect(far), client.connect(near)])
  for (const [name, args] of [['search', { query: SECRET }], ['ask', { question: SECRET }]] as const) expect(JSON.stringify(await client.callTool({ name, arguments: args }))).not.toContain('4,711')
  const { documentId } = engine.library.documents().find(({ path }) => path.endsWith('salaries.txt')) ?? { documentId: '' }
  expect(await client.callTool({ name: 'open_source', arguments: { documentId, unit: 1 } })).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('NOT_ALLOWED') as string }] })
  await client.close()
})

test('a folder that may not be quoted at length gives short quotes, exact in text and place, and its pack holds no more', async () => {
  setPolicy('open', { quoteAtLength: false })
  const answer = await ask(QUESTION)
  expect(answer.warnings.map(({ code }) => code)).toContain('QUOTE_SHORTENED')
  for (const { documentId, anchor, quote } of answer.citations) {
    expect(quote.split(/\s+/).length).toBeLessThanOrEqual(25)
    expect(engine.library.unit(documentId, anchor.unit).text.slice(anchor.charStart, anchor.charEnd)).toBe(quote)
  }
  expect(answer.text).toContain('nine penguins')
  expect(JSON.stringify(answer)).not.toContain('by the evening boat')
  const at = await unpack(answer, 'short')
  expect(await verify(at)).toMatch(/^VALID: .*\nEDITED/)
  for (const name of ['audit.json', 'quotes.json', 'answer.html']) expect(await readFile(join(at, name), 'utf8'), name).not.toContain('by the evening boat')
})

test('masking hides personal data where the setting says, the log keeps it, and a masked pack still verifies', async () => {
  engine.settings.update({ privacy: { masking: 'exports' } })
  const shown = await ask(CONTACT)
  expect(shown.text).toContain('jane.doe@example.org')
  expect(engine.audit.entry(shown.answerId).record).toMatchObject({ masking: 'exports' })
  const at = await unpack(shown, 'masked')
  expect(await verify(at)).toMatch(/^VALID: .*\nEDITED/)
  const files = ['answer.json', 'answer.html', 'answer.md', 'quotes.json', 'audit.json', 'units/unit-1.txt', 'pages/note-1.html']
  for (const name of files) expect(await readFile(join(at, name), 'utf8'), name).not.toMatch(/jane\.doe|23125/)
  expect(await readFile(join(at, 'units/unit-1.txt'), 'utf8')).toContain('[mail address]')
  await writeFile(join(at, 'units/unit-1.txt'), 'forged')
  await expect(verify(at)).rejects.toMatchObject({ code: 1 })

  engine.settings.update({ privacy: { masking: 'answersAndExports' } })
  const masked = await ask(CONTACT)
  expect(masked).toMatchObject({ text: expect.stringContaining('[mail address]') as string, masked: { mail: expect.any(Number) as number, phone: expect.any(Number) as number } })
  expect(JSON.stringify([masked.text, masked.sentences, masked.citations, masked.passages])).not.toMatch(/jane\.doe|23125/)
  // Stored quotes stay exact: what was hidden is there again when the masking is off.
  const { record } = engine.audit.entry(masked.answerId)
  expect(record).toMatchObject({ masking: 'answersAndExports', answer: { text: expect.stringContaining('jane.doe@example.org') as string } })
  engine.settings.update({ privacy: { masking: 'off' } })
  expect((await engine.questions.answer(masked.answerId)).text).toContain('jane.doe@example.org')
  expect(engine.audit.verify().ok).toBe(true)
})

test('a policy outlives the process, and an outer folder that is added takes it over', async () => {
  setPolicy('closed', { export: false })
  await engine.close()
  engine = await composeEngine({ dataDir: join(folder, 'library'), resourcesDir, logger: silent })
  expect(engine.library.folders().find(({ path }) => path.endsWith('closed'))?.policy).toEqual({ ...OPEN_POLICY, export: false })
  await mkdir(join(folder, 'outer', 'inner'), { recursive: true })
  await writeFile(join(folder, 'outer', 'inner', 'a.txt'), 'The inner harbour is dredged in May.')
  await engine.library.add([join(folder, 'outer', 'inner')])
  const inner = engine.library.folders().find(({ path }) => path.endsWith('inner'))
  engine.library.setFolderPolicy(inner?.folderId ?? '', { ...OPEN_POLICY, answer: false })
  await engine.library.add([join(folder, 'outer')])
  expect(engine.library.folders().find(({ path }) => path.endsWith('outer'))?.policy).toEqual({ ...OPEN_POLICY, answer: false })
})
