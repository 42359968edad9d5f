import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { COMMANDS } from '../../src-main/hosts/cli/commandTable.ts'
import { runCli } from '../../src-main/hosts/cli/runCli.ts'
import type { Engine } from '../../src-main/core/Engine.ts'
import type { Answer, AnswerEvent } from '../../src-shared/domain/answer.ts'
import type { AnswerId, ThreadId } from '../../src-shared/domain/ids.ts'
import { ERRORS } from '../../src-shared/errors/errorCode.ts'
import { AppError } from '../../src-shared/errors/AppError.ts'
import { createFakeEngine } from '../contract/fakeEngine.ts'

let folder: string
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'footnote-')) })
afterAll(() => rm(folder, { recursive: true }))

const main = fileURLToPath(new URL('../../src-main/hosts/cli/main.ts', import.meta.url))

/** A run with an engine of the test's own; what it wrote and its exit code. */
async function run(args: readonly string[], options: { readonly engine?: Engine; readonly signal?: AbortSignal } = {}) {
  const out: string[] = []
  const err: string[] = []
  const stream = (lines: string[]) => ({ write(text: string, done?: () => void) { lines.push(text); done?.(); return true } })
  const code = await runCli(args, {
    stdout: stream(out), stderr: stream(err), signal: options.signal ?? new AbortController().signal,
    openEngine: async () => options.engine ?? createFakeEngine(),
  })
  return { code, out: out.join(''), err: err.join('') }
}

/** The real thing, as a process. */
function spawnCli(args: readonly string[], nodeArgs: readonly string[] = []): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [...nodeArgs, main, ...args], { env: { ...process.env, NODE_OPTIONS: '' } })
    let out = ''
    let err = ''
    child.stdout.on('data', (text) => { out += text })
    child.stderr.on('data', (text) => { err += text })
    child.on('close', (code) => resolve({ code, out, err }))
  })
}

function answerTo(question: string, more: Partial<Answer> = {}): Answer {
  return {
    answerId: `answer to ${question}` as AnswerId, question, status: 'answered', grade: 'found', confidence: 1, mode: 'evidence', text: 'Yes. [1]', sentences: [], passages: [], warnings: [], model: null,
    citations: [{ n: 1, documentId: 'd1' as never, path: '/docs/a.pdf', sha256: '', stale: false, quote: 'Yes.', anchor: { kind: 'page', page: 3, unit: 3, charStart: 0, charEnd: 4, boxes: [] } }],
    config: { fingerprint: '' }, timingsMs: { queue: 0, retrieve: 0, rerank: 0, firstToken: 0, generate: 0, ground: 0, total: 0 }, usage: { promptTokens: 0, completionTokens: 0 }, audit: { sequence: 1, hash: '' }, ...more,
  }
}

/** Notes what was asked; the thread of a question is new unless it was given. */
function askingEngine(deltas: readonly string[] = []) {
  const asked: { question: string; threadId?: ThreadId | undefined; model?: string | null | undefined }[] = []
  const fake = createFakeEngine()
  const engine: Engine = {
    ...fake,
    questions: {
      ...fake.questions,
      async *ask(request): AsyncGenerator<AnswerEvent, Answer> {
        asked.push({ question: request.question, ...('threadId' in request ? { threadId: request.threadId } : {}), ...('model' in request ? { model: request.model } : {}) })
        if (request.question === 'fail') throw new AppError('LIBRARY_EMPTY')
        const answer = answerTo(request.question, { threadId: request.threadId ?? (`thread of ${request.question}` as ThreadId) })
        for (const [sequence, text] of deltas.entries()) yield { type: 'answer.delta', answerId: answer.answerId, sequence, text }
        return answer
      },
    },
  }
  return { engine, asked }
}

describe('footnote --help', () => {
  it('loads nothing but its own few files: no package, no adapter, no engine', async () => {
    const recorder = join(folder, 'recorder.mjs')
    await writeFile(recorder, `import { registerHooks } from 'node:module'
      registerHooks({ load(url, context, next) { process.stderr.write('LOADED ' + url + '\\n'); return next(url, context) } })`)
    const { code, out, err } = await spawnCli(['--help'], ['--import', recorder])
    const loaded = err.split('\n').filter((line) => line.startsWith('LOADED ')).map((line) => line.slice(7))
    expect(code).toBe(0)
    expect(out).toContain('footnote COMMAND')
    expect(loaded.some((url) => url.endsWith('/hosts/cli/runCli.ts'))).toBe(true)
    expect(loaded.filter((url) => !url.startsWith('node:') && !/\/(?:hosts\/|src-shared\/)/.test(url) && url !== `file://${recorder}`)).toEqual([])
    expect(loaded.filter((url) => /composeEngine|commands\//.test(url))).toEqual([])
  })

  it('names every command, and explains each', async () => {
    const { out } = await run(['--help'])
    for (const name of Object.keys(COMMANDS)) {
      expect(out).toContain(`\n  ${name} `)
      expect((await run([name, '--help'])).out).toContain(`footnote ${name}`)
    }
  })

  it('is wrong usage when nothing was asked for', async () => {
    expect((await run([])).code).toBe(2)
    expect(JSON.parse((await run(['--json'])).out)).toMatchObject({ error: { code: 'WRONG_USAGE' } })
  })
})

describe('the command line', () => {
  it.each([
    [['explode']], [['add']], [['add', 'x', '--wach']], [['search']], [['search', 'x', '--k', 'many']], [['search', 'x', '--mode', 'fast']], [['search', 'x', '--in', 'colour:red']],
    [['ask', '   ']], [['ask', 'x', '--model', 'm', '--no-model']], [['export', 'a1']], [['export', 'a1', '--format', 'exe', '-o', 'x']], [['feedback', 'a1', 'great']], [['audit', 'shred']], [['jobs', 'cancel']], [['constructor']], [['serve', '--port', '99999']],
  ])('answers %j with an error in JSON, exit code 2 and no stack', async (args) => {
    const { code, out } = await run([...args, '--json'])
    expect(code).toBe(2)
    expect(JSON.parse(out)).toEqual({ error: { code: 'WRONG_USAGE', message: expect.any(String), action: expect.any(String) } })
  })

  it.each([
    ['NOT_FOUND', 3], ['LIBRARY_IN_USE', 4], ['CHAIN_BROKEN', 5], ['CANCELLED', 130], ['DISK_FULL', 1], ['INTERNAL', 1],
  ] as const)('ends with the exit code of %s', async (code, exit) => {
    const engine: Engine = { ...createFakeEngine(), status: () => Promise.reject(new AppError(code)) }
    const result = await run(['status', '--json'], { engine })
    expect([result.code, JSON.parse(result.out).error.code]).toEqual([exit, code])
  })

  it.each([
    [{ status: 'cancelled' }, 130, /Stopped before it was finished/], [{ status: 'failed', error: { code: 'NOT_FOUND', message: 'There is no model “x”.' } }, 3, /Failed: There is no model “x”/], [{ status: 'not_found' }, 0, /Answer a/],
  ] as const)('says how a question ended that has no answer, to the shell too: %j', async (end, exit, words) => {
    const fake = createFakeEngine()
    // eslint-disable-next-line require-yield
    const engine: Engine = { ...fake, questions: { ...fake.questions, async *ask(): AsyncGenerator<AnswerEvent, Answer> { return answerTo('q', end as Partial<Answer>) } } }
    const result = await run(['ask', 'q'], { engine })
    expect([result.code, result.out]).toEqual([exit, expect.stringMatching(words)])
    const json = await run(['ask', 'q', '--json'], { engine })
    expect([json.code, JSON.parse(json.out).status]).toEqual([exit, end.status])
  })

  it('closes the engine whatever happened', async () => {
    const engine = createFakeEngine()
    await run(['audit', 'show', '7', '--json'], { engine })
    expect(engine.calls.at(-1)).toBe('close()')
  })

  it('prints the closed list of codes without opening a library', async () => {
    const { codes } = JSON.parse((await run(['doctor', '--codes', '--json'], { engine: undefined as never })).out)
    expect(codes.map(({ code }: { code: string }) => code)).toEqual(Object.keys(ERRORS))
  })

  it('exits 5 when the audit log was altered, with the place', async () => {
    const fake = createFakeEngine()
    const engine: Engine = { ...fake, audit: { ...fake.audit, verify: () => ({ entries: 9, ok: false, brokenAt: 4, head: 'h' }) } }
    const result = await run(['audit', 'verify', '--json'], { engine })
    expect([result.code, JSON.parse(result.out)]).toEqual([5, { entries: 9, ok: false, brokenAt: 4, head: 'h' }])
  })

  it('names the entry of a real library whose audit log was changed behind its back', async () => {
    const library = ['--data-dir', join(folder, 'tampered')]
    const batch = join(folder, 'questions.jsonl')
    await writeFile(join(folder, 'lease.txt'), 'The yard in Schiedam is let until 30 April 2027.')
    await writeFile(batch, ['Until when is the yard let?', 'Where is the yard?', 'Who owns it?'].map((question, index) => JSON.stringify({ id: index, question })).join('\n'))
    expect((await spawnCli(['add', join(folder, 'lease.txt'), ...library])).code).toBe(0)
    expect((await spawnCli(['ask', '--batch', batch, '--no-model', ...library])).code).toBe(0)
    expect((await spawnCli(['audit', 'verify', ...library])).code).toBe(0)

    const database = new DatabaseSync(join(folder, 'tampered', 'audit.db'))
    database.exec('DROP TRIGGER entries_refuse_update')
    database.exec(`UPDATE entries SET record = replace(record, 'Where is', 'Where as') WHERE sequence = 2`)
    database.close()
    const { code, out } = await spawnCli(['audit', 'verify', '--json', ...library])
    expect([code, JSON.parse(out)]).toEqual([5, { entries: 3, ok: false, brokenAt: 2, reason: 'altered', head: expect.any(String) }])
    expect((await spawnCli(['audit', 'verify', ...library])).out).toBe('Entry 2 was altered; the entries before it are intact.\n')
  })

  it('leaves the job alone when it is interrupted: it closes the engine and exits 130', async () => {
    const interrupted = new AbortController()
    const fake = createFakeEngine()
    let aborted: boolean | undefined
    const engine: Engine = { ...fake, library: { ...fake.library, add: (_paths, options) => { interrupted.abort(); aborted = options?.signal?.aborted; return new Promise(() => undefined) } } }
    const result = await run(['add', '/docs', '--json'], { engine, signal: interrupted.signal })
    expect([result.code, JSON.parse(result.out).error.code]).toEqual([130, 'CANCELLED'])
    expect(aborted).not.toBe(true)
    expect(fake.calls.at(-1)).toBe('close()')
  })

  it('resolves paths before the engine sees them', async () => {
    const engine = createFakeEngine()
    await run(['add', 'docs', '--json'], { engine })
    expect(engine.calls[0]).toBe(`library.add(["${join(process.cwd(), 'docs')}"])`)
  })
})

describe('ask', () => {
  it('streams words as they come, then the footnotes', async () => {
    const { engine } = askingEngine(['Yes', '. [1]'])
    const { out } = await run(['ask', 'Is', 'it?'], { engine })
    expect(out).toBe('Yes. [1]\n\n[1] /docs/a.pdf, page 3\n    “Yes.”\nAnswer answer to Is it?\n')
  })

  it('prints one JSON value with --json, without the stream', async () => {
    const { engine } = askingEngine(['Yes', '. [1]'])
    const { out } = await run(['ask', 'Is it?', '--json'], { engine })
    expect(JSON.parse(out)).toMatchObject({ answerId: 'answer to Is it?', text: 'Yes. [1]' })
    expect(out.trim().split('\n')).toHaveLength(1)
  })

  it('shows the checked text where it differs from what was streamed', async () => {
    const { engine } = askingEngine(['Something else'])
    expect((await run(['ask', 'Is it?'], { engine })).out).toContain('Something else\n\nAfter the check:\nYes. [1]')
  })

  it('passes the model on: named, none, or as the settings say', async () => {
    const { engine, asked } = askingEngine()
    await run(['ask', 'a', '--model', 'm'], { engine })
    await run(['ask', 'b', '--no-model'], { engine })
    await run(['ask', 'c'], { engine })
    expect(asked).toEqual([{ question: 'a', model: 'm' }, { question: 'b', model: null }, { question: 'c' }])
  })

  it('answers a batch line by line in order, a conversation a thread, a bad question as its own result', async () => {
    const file = join(folder, 'batch.jsonl')
    await writeFile(file, [
      { id: 1, question: 'first', thread: 't' }, { id: 'b', question: 'other' }, { id: 3, question: 'fail' }, { id: 4, question: 'second', thread: 't' },
    ].map((line) => JSON.stringify(line)).join('\n\n'))
    const { engine, asked } = askingEngine()
    const { code, out } = await run(['ask', '--batch', file, '--json'], { engine })
    const lines = out.trim().split('\n').map((line) => JSON.parse(line))
    expect(code).toBe(0)
    expect(lines.map((line) => [line.id, line.question ?? line.error.code])).toEqual([[1, 'first'], ['b', 'other'], [3, 'LIBRARY_EMPTY'], [4, 'second']])
    expect(asked.map(({ threadId }) => threadId)).toEqual([undefined, undefined, undefined, 'thread of first'])
  })

  it('names the line of a batch that cannot be read', async () => {
    const file = join(folder, 'broken.jsonl')
    await writeFile(file, '{"id":1,"question":"x"}\n{"id":2}\n')
    const { code, out } = await run(['ask', '--batch', file, '--json'], { engine: askingEngine().engine })
    expect(code).toBe(2)
    expect(JSON.parse(out.trim().split('\n').at(-1) ?? '').error.message).toContain('Line 2')
  })
})

describe('extract', () => {
  it('reads files without a library, one line each in their order, a broken one as a result', async () => {
    const paths = ['a.md', 'b.txt', 'c.bin', 'missing.pdf'].map((name) => join(folder, name))
    await writeFile(paths[0] ?? '', '# Title\n\nHello *world*.\n')
    await writeFile(paths[1] ?? '', 'Grüße\n')
    await writeFile(paths[2] ?? '', Buffer.from([0, 1, 2, 3, 255, 254, 0, 0]))
    const { code, out } = await spawnCli(['extract', ...paths, '--json'])
    const lines = out.trim().split('\n').map((line) => JSON.parse(line))
    expect(code).toBe(0)
    expect(lines.map((line) => line.path)).toEqual(paths)
    expect(lines[0]).toMatchObject({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/), units: [{ unit: 1, kind: 'lines', source: 'text' }], warnings: [], elapsedMs: expect.any(Number) })
    expect(lines[1].units[0]).toMatchObject({ text: expect.stringContaining('Grüße'), chars: lines[1].units[0].text.length })
    expect(lines.slice(2).map((line) => line.error.code)).toEqual(['UNSUPPORTED_TYPE', 'UNREADABLE'])
    expect(lines[0].units[0]).not.toHaveProperty('segments')
  })
})

describe('export', () => {
  it('writes the file and tells its size and hash', async () => {
    const target = join(folder, 'answer.md')
    const { out } = await run(['export', 'a1', '--format', 'md', '-o', target, '--json'])
    expect(JSON.parse(out)).toEqual({ path: target, sizeBytes: 9, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect(await readFile(target, 'utf8')).toBe('# Grüße')
  })
})
