/** How long a person waits during a large ingestion: for the first evidence of an answer, beside an idle library, and for one dropped file to be answerable. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Engine } from '../../src-main/core/Engine.ts'
import type { EngineEvent } from '../../src-shared/domain/event.ts'
import { composeEngine } from '../../src-main/hosts/composeEngine.ts'
import { resourcesDir } from '../../src-main/hosts/resourcesDir.ts'
import type { BenchRow } from './BenchRow.ts'

const REPETITIONS = Number(process.env['FOOTNOTE_BENCH_RUNS'] ?? 5)
/** Enough for a minute or more of embedding: the ingestion must not end before the questions do. */
const FILES = Number(process.env['FOOTNOTE_BENCH_FILES'] ?? 400)
const SENTENCES = 120

/** Questions differ, because the states of recently used passages are kept. */
async function firstEvidenceMs(engine: Engine, repetition: number): Promise<number> {
  const started = performance.now()
  for await (const event of engine.questions.ask({ question: `What did the agent of harbour ${repetition} report about the cranes?`, model: null })) {
    if (event.type === 'answer.delta') return performance.now() - started
  }
  throw new Error('there was no answer')
}

/** Resolves at the first event that is one. */
async function when(engine: Engine, isOne: (event: EngineEvent) => boolean): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const stop = engine.subscribe((event) => { if (isOne(event)) resolve() })
  await promise
  stop()
}

function writeFolder(folder: string, name: string, files: number): void {
  mkdirSync(folder, { recursive: true })
  for (let file = 0; file < files; file++) {
    const lines = Array.from({ length: SENTENCES }, (_, line) => `In month ${line + 1} the agent of harbour ${(file * 7 + line) % 50} reported ${(file + 3) * (line + 7)} working cranes to the ${name} office.`)
    writeFileSync(path.join(folder, `${name} ${file}.txt`), lines.join(' '))
  }
}

export async function bench(): Promise<readonly BenchRow[]> {
  const root = mkdtempSync(path.join(os.tmpdir(), 'footnote-bench-'))
  const engine = await composeEngine({ dataDir: path.join(root, 'data'), resourcesDir: resourcesDir() })
  try {
    writeFolder(path.join(root, 'large'), 'large', FILES)
    const isPublished = (event: EngineEvent) => event.topic === 'document' && event.document.path.includes('large') && event.document.state === 'indexed'
    const begun = when(engine, isPublished)
    const large = engine.library.startAdd([path.join(root, 'large')])
    await begun
    await firstEvidenceMs(engine, -1)
    const idle: number[] = []
    const busy: number[] = []
    const dropped: number[] = []
    for (let repetition = 0; repetition < REPETITIONS; repetition++) {
      // The same library a moment apart, once at rest and once at work: an empty library would know all its passages by heart after a few questions.
      const rested = when(engine, (event) => event.topic === 'job' && event.job.jobId === large && event.job.state === 'paused')
      engine.jobs.pause(large)
      await rested
      idle.push(await firstEvidenceMs(engine, 2 * repetition))
      const atWork = when(engine, isPublished)
      engine.jobs.resume(large)
      await atWork
      busy.push(await firstEvidenceMs(engine, 2 * repetition + 1))
      const file = path.join(root, `dropped ${repetition}.txt`)
      writeFileSync(file, `The keeper of lighthouse ${repetition} counted ${repetition + 411} gulls on the eleventh of May.\n`)
      const answerable = when(engine, (event) => event.topic === 'document' && event.document.path === file && event.document.state === 'indexed')
      const started = performance.now()
      engine.library.startAdd([file])
      await answerable
      dropped.push((performance.now() - started) / 1000)
    }
    const job = engine.jobs.list().find(({ jobId }) => jobId === large)
    const note = `${FILES} files; ${job?.progress.done ?? 0} done at the end${job?.state === 'running' ? '' : ' (THE INGESTION ENDED BEFORE THE QUESTIONS)'}`
    engine.jobs.cancel(large)
    return [
      { name: 'first evidence during a large ingestion / idle', values: busy.map((ms, repetition) => ms / (idle[repetition] ?? Number.NaN)), unit: 'ratio', bar: { atMost: 2 }, note: `${note}; idle: the same library with the job paused` },
      { name: 'first evidence, idle', values: idle, unit: 'ms', note: 'evidence mode, passages never read before' },
      { name: 'dropped file answerable during a large ingestion', values: dropped, unit: 's', bar: { atMost: 5 }, note },
    ]
  } finally {
    await engine.close()
    rmSync(root, { recursive: true, force: true })
  }
}
