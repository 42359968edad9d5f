/** With nothing else running: from the change of a watched file until no answer quotes its old text as fresh, because the new one is in the library. */
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Engine } from '../../src-main/core/Engine.ts'
import { composeEngine } from '../../src-main/hosts/composeEngine.ts'
import { resourcesDir } from '../../src-main/hosts/resourcesDir.ts'
import type { BenchRow } from './BenchRow.ts'

const REPETITIONS = Number(process.env['FOOTNOTE_BENCH_RUNS'] ?? 5)
const FILES = 200

async function secondsUntil(engine: Engine, file: string, state: string, change: () => void): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const leave = engine.subscribe((event) => { if (event.topic === 'document' && event.document.path === file && event.document.state === state) resolve() })
  const started = performance.now()
  change()
  await promise
  leave()
  return (performance.now() - started) / 1000
}

export async function bench(): Promise<readonly BenchRow[]> {
  const root = mkdtempSync(path.join(os.tmpdir(), 'footnote-bench-'))
  const folder = path.join(root, 'folder')
  mkdirSync(folder)
  for (let file = 0; file < FILES; file++) writeFileSync(path.join(folder, `note ${file}.txt`), `The keeper of lighthouse ${file} counted ${file + 411} gulls on the eleventh of May.\n`)
  const engine = await composeEngine({ dataDir: path.join(root, 'data'), resourcesDir: resourcesDir(), watch: true })
  try {
    await engine.library.add([folder], { watch: true })
    const changed: number[] = []
    const saved: number[] = []
    const deleted: number[] = []
    for (let repetition = 0; repetition < REPETITIONS; repetition++) {
      const text = `The keeper of lighthouse ${repetition} retired in the year ${1900 + repetition}.\n`
      const [one = '', two = '', three = ''] = [0, 50, 100].map((from) => path.join(folder, `note ${from + repetition}.txt`))
      changed.push(await secondsUntil(engine, one, 'indexed', () => { writeFileSync(one, text) }))
      saved.push(await secondsUntil(engine, two, 'indexed', () => {
        writeFileSync(`${two}.tmp`, `${text} Written aside.`)
        renameSync(`${two}.tmp`, two)
      }))
      deleted.push(await secondsUntil(engine, three, 'removed', () => { rmSync(three) }))
    }
    const note = `${FILES} watched files`
    const bar = { atMost: 5 }
    return [
      { name: 'changed file: out of answers, the new text in', values: changed, unit: 's', bar, note },
      { name: 'file saved aside and renamed: the same', values: saved, unit: 's', bar, note },
      { name: 'deleted file: out of answers', values: deleted, unit: 's', bar, note },
    ]
  } finally {
    await engine.close()
    rmSync(root, { recursive: true, force: true })
  }
}
