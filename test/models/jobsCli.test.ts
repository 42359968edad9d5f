import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Job, JobState } from '../../src-shared/domain/job.ts'

const main = fileURLToPath(new URL('../../src-main/hosts/cli/main.ts', import.meta.url))
let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'footnote-jobs-'))
  await mkdir(join(root, 'files'))
  for (let file = 0; file < 80; file++) {
    const sentences = Array.from({ length: 120 }, (_, line) => `In month ${line + 1} station ${file + 1} counted ${(file + 3) * (line + 7)} herons along the northern shore.`)
    await writeFile(join(root, 'files', `report ${file}.txt`), sentences.join(' '))
  }
})
afterAll(() => rm(root, { recursive: true, force: true }))

/** The command line as a process, on the test's library. */
function footnote(...args: readonly string[]) {
  const child = spawn(process.execPath, [main, ...args, '--data-dir', join(root, 'library'), '--json'])
  let out = ''
  let err = ''
  child.stdout.on('data', (text: Buffer) => { out += text.toString() })
  child.stderr.on('data', (text: Buffer) => { err += text.toString() })
  const ended = new Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>((resolve) => child.on('close', (code) => { resolve({ code, out, err }) }))
  return { child, ended }
}

async function jobs(...args: readonly string[]): Promise<readonly Job[]> {
  const { code, out, err } = await footnote('jobs', ...args).ended
  if (code !== 0) throw new Error(out + err)
  return (JSON.parse(out) as { readonly jobs: readonly Job[] }).jobs
}

/** Looks, as a person would, until the adding job is in that state. */
async function until(state: JobState, adding: ReturnType<typeof footnote>, isFurther: (job: Job) => boolean = () => true): Promise<Job> {
  for (;;) {
    if (adding.child.exitCode !== null) throw new Error(`the adding process ended: ${JSON.stringify(await adding.ended)}`)
    const job = (await jobs().catch(() => [])).findLast(({ kind }) => kind === 'add')
    if (job?.state === state && isFurther(job)) return job
    if (job !== undefined && ['succeeded', 'failed'].includes(job.state)) throw new Error(`the job is ${job.state} already`)
  }
}

it('lets a second process list, pause, resume, cancel and retry the work of the one that holds the library', async () => {
  const adding = footnote('add', join(root, 'files'))
  const running = await until('running', adding, ({ progress }) => progress.inWork !== undefined && progress.done > 0)
  expect(running.progress).toMatchObject({ unit: 'files', total: 80 })
  expect(Object.keys(running.progress.inWork ?? {})).toEqual(['read', 'ocr', 'embed', 'write'])

  await jobs('pause', running.jobId)
  const paused = await until('paused', adding)
  expect(paused.progress.done).toBeLessThan(80)
  expect(adding.child.exitCode).toBeNull()
  await jobs('resume', running.jobId)
  await until('running', adding)

  await jobs('cancel', running.jobId)
  const { code, out } = await adding.ended
  expect([code, JSON.parse(out)]).toEqual([130, { error: expect.objectContaining({ code: 'CANCELLED' }) }])
  expect((await jobs()).find(({ jobId }) => jobId === running.jobId)?.state).toBe('cancelled')

  // Nobody holds the library now: the same command does it itself. What was done stays done.
  const [again] = await jobs('retry', running.jobId)
  expect(again).toMatchObject({ kind: 'add', label: running.label })
  expect(again?.jobId).not.toBe(running.jobId)

  const unknown = await footnote('jobs', 'pause', 'job-nothing').ended
  expect([unknown.code, JSON.parse(unknown.out)]).toEqual([3, { error: expect.objectContaining({ code: 'NOT_FOUND' }) }])
})
