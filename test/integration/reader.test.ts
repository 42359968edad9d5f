import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createForkLauncher } from '../../src-main/adapters/node/createForkLauncher.ts'
import type { ParseRequest, ParseResult } from '../../src-main/core/ports/DocumentParser.ts'
import { createReader, type ReaderOptions } from '../../src-main/processes/reader/createReader.ts'
import type { JobProgress } from '../../src-shared/domain/job.ts'

let folder: string
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'footnote-')) })
afterAll(() => rm(folder, { recursive: true }))

let reader: ReturnType<typeof createReader>
afterEach(() => reader.close())

function start(options: Partial<ReaderOptions> = {}) {
  reader = createReader({
    launcher: createForkLauncher(), logger: { log: () => undefined }, tokenizers: {}, ocrFolders: [], concurrency: 2, workerHeapMb: 64,
    workerEntry: new URL('./misbehavingWorker.ts', import.meta.url), ...options,
  })
  return reader
}

const request = (name: string, timeoutMs = 60_000): ParseRequest =>
  ({ path: join(folder, name), ocrLanguages: ['eng'], maxFileBytes: 1e9, maxPages: 1000, timeoutMs, chunking: null })
const outcome = (result: ParseResult) => result.ok ? 'ok' : result.error.code
const read = async (name: string, timeoutMs?: number) => outcome(await reader.parse(request(name, timeoutMs)))

describe('the reader', () => {
  it('reads on with the same threads from file to file', async () => {
    start({ concurrency: 1 })
    const titles = []
    for (const name of ['a.txt', 'b.txt', 'c.txt']) {
      const result = await reader.parse(request(name))
      titles.push(result.ok && result.document.metadata.title)
    }
    expect(new Set(titles).size).toBe(1)
  })

  it('reports a hanging file as PARSE_TIMEOUT and reads the others meanwhile and after', async () => {
    start()
    const results = await Promise.all([read('hang.pdf', 1500), read('a.txt'), read('b.txt'), read('c.txt')])
    expect(results).toEqual(['PARSE_TIMEOUT', 'ok', 'ok', 'ok'])
    expect(await read('d.txt')).toBe('ok')
  })

  it('reports a page that hangs or crashes while it is drawn, as with a file', async () => {
    start()
    const draw = async (name: string, timeoutMs = 60_000) => {
      const result = await reader.draw({ task: 'draw', path: join(folder, name), mediaType: 'application/pdf', sha256: '', page: 1, boxes: [], timeoutMs })
      return result.ok ? 'ok' : result.error.code
    }
    expect(await draw('hang.pdf', 1500)).toBe('PARSE_TIMEOUT')
    expect(await draw('crash.pdf')).toBe('PARSER_CRASHED')
    expect(await read('a.txt')).toBe('ok')
  })

  it('ends the whole process when a thread cannot be ended, and begins the files beside it anew', async () => {
    // A grace below zero: the watchdog comes before the thread's own limit, as it would with a thread stuck in native code.
    start({ graceMs: -58_500 })
    const [hung, beside] = await Promise.all([read('hang.pdf'), read('waitOnce.pdf', 600_000)])
    expect([hung, beside]).toEqual(['PARSE_TIMEOUT', 'ok'])
  })

  it('reports a file that needs too much memory as OUT_OF_MEMORY and keeps the process', async () => {
    start()
    await read('a.txt')
    const pid = reader.pid()
    expect(await read('memory.xlsx')).toBe('OUT_OF_MEMORY')
    expect(await read('b.txt')).toBe('ok')
    expect(reader.pid()).toBe(pid)
  })

  it('reports the file that kills the process twice as PARSER_CRASHED, and no file beside it', async () => {
    start()
    const results = await Promise.all(['a.txt', 'crash.pdf', 'b.txt', 'crash.docx', 'c.txt', 'd.txt'].map((name) => read(name)))
    expect(results).toEqual(['ok', 'PARSER_CRASHED', 'ok', 'PARSER_CRASHED', 'ok', 'ok'])
  })

  it('reads a file after all that was there when the process died once', async () => {
    start()
    expect(await read('crashOnce.pdf')).toBe('ok')
  })

  it('does not lose files when the process is killed from outside', async () => {
    start()
    let kills = 0
    const kill = () => {
      const pid = reader.pid()
      if (pid !== null && kills++ === 0) process.kill(pid, 'SIGKILL')
    }
    const results = await Promise.all([reader.parse(request('a.txt'), { onProgress: kill }).then(outcome), read('b.txt'), read('c.txt')])
    expect(kills).toBeGreaterThan(0)
    expect(results).toEqual(['ok', 'ok', 'ok'])
  })

  it.each(['throw.pdf', 'exit.pdf'])('makes a thread that ends by itself (%s) the result of its file', async (name) => {
    start()
    expect(await read(name)).toBe('PARSER_CRASHED')
    expect(await read('a.txt')).toBe('ok')
  })

  it('rejects a cancelled file at once and uses its place for the next', async () => {
    start({ concurrency: 1 })
    const left = new AbortController()
    const cancelled = reader.parse(request('wait.pdf'), { signal: left.signal, onProgress: () => left.abort() })
    const next = read('a.txt')
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' })
    expect(await next).toBe('ok')
  })

  it('rejects a file that is cancelled while it waits, and does not read it', async () => {
    start({ concurrency: 1 })
    const left = new AbortController()
    const seen: JobProgress[] = []
    const first = read('a.txt')
    const second = reader.parse(request('b.txt'), { signal: left.signal, onProgress: (progress) => seen.push(progress) })
    left.abort()
    await expect(second).rejects.toMatchObject({ name: 'AbortError' })
    expect(await first).toBe('ok')
    expect(seen).toEqual([])
  })

  it('starts no process before the first file and leaves none behind', async () => {
    start({ idleMs: 0 })
    expect(reader.pid()).toBeNull()
    expect(await read('a.txt')).toBe('ok')
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(reader.pid()).toBeNull()
    expect(await read('b.txt')).toBe('ok')
    const pid = reader.pid()
    await reader.close()
    expect(() => pid !== null && process.kill(pid, 0)).toThrow('ESRCH')
  })

  it('rejects what is in hand and what waits when it is closed', async () => {
    start({ concurrency: 1 })
    const begun = new Promise<void>((resolve) => {
      const both = ['wait.pdf', 'a.txt'].map((name) => reader.parse(request(name), { onProgress: () => resolve() }))
      void Promise.allSettled(both).then((results) => expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected']))
    })
    await begun
    await reader.close()
    await expect(reader.parse(request('b.txt'))).rejects.toMatchObject({ name: 'AbortError' })
  })
})

describe('the reader with the real worker', () => {
  it('gives units and chunks of a file, counted with the model’s own tokenizer', async () => {
    start({ workerEntry: new URL('../../src-main/processes/parseWorker/main.ts', import.meta.url), workerHeapMb: 512, tokenizers: { 'bge-small-en-v1.5': new URL('../../resources/models/bge-small-en-v1.5-tokenizer.json', import.meta.url).pathname } })
    const path = new URL('../../src-shared/tsconfig.json', import.meta.url).pathname
    const result = await reader.parse({ ...request('x'), path, chunking: { targetTokens: 300, maxTokens: 480, overlapTokens: 40, tokenizer: 'bge-small-en-v1.5' } })
    if (!result.ok) expect.fail(result.error.message)
    const [chunk] = result.document.chunks
    expect(chunk?.text).toBe(result.document.units[0]?.text.trim())
    expect(chunk?.tokens).toBeGreaterThan(20)
  })

  it('makes a missing file a result', async () => {
    start({ workerEntry: new URL('../../src-main/processes/parseWorker/main.ts', import.meta.url), workerHeapMb: 512 })
    expect(await read('nowhere.pdf')).toBe('UNREADABLE')
  })
})
