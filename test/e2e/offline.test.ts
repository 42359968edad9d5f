import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AddResult } from '../../src-shared/domain/document.ts'
import type { Answer } from '../../src-shared/domain/answer.ts'

const main = fileURLToPath(new URL('../../src-main/hosts/cli/main.ts', import.meta.url))
const sample = fileURLToPath(new URL('../../resources/sample', import.meta.url))
const isRoot = process.getuid?.() === 0
/** A network namespace of its own has no interface but a loopback that is down: not even 127.0.0.1 can be reached. */
const UNSHARE = ['unshare', ...(isRoot ? ['-n'] : ['-rn'])]
const canUnshare = spawnSync(UNSHARE[0] ?? '', [...UNSHARE.slice(1), 'true']).status === 0
const canTrace = spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status === 0

/** As on a person's computer: libraries that would report home keep quiet where they see a test run. */
const { CI: _ci, ORT_RUNNING_UNIT_TESTS: _tests, ORT_DISABLE_TELEMETRY: _telemetry, VITEST: _vitest, NODE_ENV: _mode, ...environment } = { ...process.env, NODE_OPTIONS: '' } as NodeJS.ProcessEnv

let folder: string
let documents: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-'))
  documents = join(folder, 'documents')
  await mkdir(documents)
  await writeFile(join(documents, 'leave.md'), '# Parental leave\n\nEvery employee gets sixteen weeks of paid parental leave. Requests go to the people team at least two months ahead.\n')
  await writeFile(join(documents, 'travel.txt'), 'Travel costs are refunded within ten days after the receipts were handed in.\nTrains are booked in second class.\n')
  await writeFile(join(documents, 'menu.html'), '<h1>Canteen</h1><p>On Fridays the canteen serves fish.</p>')
  await writeFile(join(documents, 'sign.png'), await pictureOf('The car park closes at midnight'))
})
afterAll(() => rm(folder, { recursive: true }))

/** Read by OCR, whose library would fetch its language data from a server if it were let. */
async function pictureOf(text: string): Promise<Uint8Array> {
  const { createCanvas, GlobalFonts } = await import('@napi-rs/canvas')
  GlobalFonts.registerFromPath(fileURLToPath(new URL('../../node_modules/pdfjs-dist/standard_fonts/LiberationSans-Regular.ttf', import.meta.url)), 'Liberation Sans')
  const canvas = createCanvas(900, 200)
  const context = canvas.getContext('2d')
  context.fillStyle = 'white'
  context.fillRect(0, 0, 900, 200)
  context.fillStyle = 'black'
  context.font = '48px Liberation Sans'
  context.fillText(text, 60, 110)
  return canvas.encode('png')
}

function run(wrapper: readonly string[], args: readonly string[]): string {
  const [command = '', ...rest] = [...wrapper, process.execPath, main, ...args, '--data-dir', join(folder, `library-${wrapper[0] ?? ''}`), '--json']
  return execFileSync(command, rest, { encoding: 'utf8', env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
}

function ingestAndAsk(wrapper: (step: string) => readonly string[]) {
  const added = JSON.parse(run(wrapper('add'), ['add', documents, sample])) as AddResult
  expect(added.summary).toMatchObject({ files: 9, indexed: 9, failed: 0, ocrUnits: 1 })
  const answer = JSON.parse(run(wrapper('ask'), ['ask', 'How many weeks of parental leave does an employee get?'])) as Answer
  expect(answer.citations.map((citation) => citation.quote).join(' ')).toContain('sixteen weeks')
}

/** Lines of a trace that touch a network: a socket of IP, a look-up through the name service, or a packet of any other family than local pipes. */
function networkLines(trace: string): string[] {
  return trace.split('\n').filter((line) => /AF_INET6?\b|AF_PACKET|nscd|sin6?_port/.test(line))
}

describe.skipIf(!canUnshare)('in a network namespace without any interface (needs unshare)', () => {
  it('ingests files and answers a question with the real models', () => {
    ingestAndAsk(() => UNSHARE)
  })

  it('really has no network there: even 127.0.0.1 cannot be reached', () => {
    const script = `require('net').connect(9, '127.0.0.1').on('error', (error) => { console.log(error.code) })`
    expect(execFileSync(UNSHARE[0] ?? '', [...UNSHARE.slice(1), process.execPath, '-e', script], { encoding: 'utf8' }).trim()).toBe('ENETUNREACH')
  })
})

describe.skipIf(!canTrace)('under a trace of every network call of every process and thread (needs strace)', () => {
  const traceFile = (step: string) => join(folder, `${step}.trace`)
  const strace = (step: string) => ['strace', '-f', '--seccomp-bpf', '-e', 'trace=network', '-o', traceFile(step)]

  it('ingests and answers without opening a socket or looking up a name', async () => {
    ingestAndAsk(strace)
    for (const step of ['add', 'ask']) expect(networkLines(await readFile(traceFile(step), 'utf8'))).toEqual([])
  })

  it('would notice: a connection and a look-up of a child process are in the trace', async () => {
    const child = `require('net').connect(9, '127.0.0.1').on('error', () => {}); require('dns').lookup('example.invalid', () => {})`
    const parent = `require('child_process').spawnSync(process.execPath, ['-e', ${JSON.stringify(child)}])`
    const [command = '', ...rest] = [...strace('control'), process.execPath, '-e', parent]
    execFileSync(command, rest)
    const lines = networkLines(await readFile(traceFile('control'), 'utf8'))
    expect(lines.some((line) => line.includes('connect(') && line.includes('127.0.0.1'))).toBe(true)
  })

  it('listens on 127.0.0.1 alone while it serves the window, and connects nowhere', async () => {
    const [command = '', ...rest] = [...strace('serve'), process.execPath, main, 'serve', '--data-dir', join(folder, 'library-strace'), '--json']
    const server = spawn(command, rest, { stdio: ['ignore', 'pipe', 'inherit'], detached: true })
    const ended = new Promise<number | null>((resolve) => server.on('exit', resolve))
    const url = await new Promise<string>((resolve) => server.stdout.once('data', (text: Buffer) => resolve((JSON.parse(text.toString('utf8')) as { url: string }).url)))
    const page = await fetch(url, { redirect: 'manual' })
    expect(page.status).toBe(303)
    // strace passes no signal on: the group is told, as Ctrl-C in a terminal tells it.
    process.kill(-(server.pid ?? 0), 'SIGINT')
    await ended
    const lines = networkLines(await readFile(traceFile('serve'), 'utf8'))
    const addresses = lines.filter((line) => /\b(?:bind|connect|sendto|sendmsg)\(/.test(line))
    expect(addresses.map((line) => /(\w+)\(.*inet_addr\("([^"]*)"\)/.exec(line)?.slice(1, 3))).toEqual([['bind', '127.0.0.1']])
  })
})
