/** How long a person waits: the command line's help, and the window with a library of 10,000 documents. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { openBrowser } from '../e2e/support/openBrowser.ts'
import { startLoopback } from '../e2e/support/startLoopback.ts'
import { composeEngine } from '../../src-main/hosts/composeEngine.ts'
import { resourcesDir } from '../../src-main/hosts/resourcesDir.ts'
import type { BenchRow } from './BenchRow.ts'

const REPETITIONS = 5
const DOCUMENTS = Number(process.env['FOOTNOTE_BENCH_DOCUMENTS'] ?? 10_000)
const cli = fileURLToPath(new URL('../../src-main/hosts/cli/main.ts', import.meta.url))

function timedRun(args: readonly string[]): number {
  const started = performance.now()
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' })
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`)
  return performance.now() - started
}

async function makeLibrary(root: string): Promise<string> {
  const folder = path.join(root, 'folder')
  const dataDir = path.join(root, 'data')
  for (let index = 0; index < DOCUMENTS; index++) {
    const place = path.join(folder, `part-${index % 100}`)
    if (index < 100) mkdirSync(place, { recursive: true })
    writeFileSync(path.join(place, `note ${index}.txt`), `Note ${index}. The order ${index * 7} was delivered.\n`)
  }
  const engine = await composeEngine({ dataDir, resourcesDir: resourcesDir() })
  await engine.library.add([folder])
  await engine.close()
  return dataDir
}

export async function bench(): Promise<readonly BenchRow[]> {
  const root = mkdtempSync(path.join(os.tmpdir(), 'footnote-bench-'))
  const help: number[] = []
  const usable: number[] = []
  try {
    for (let repetition = 0; repetition < REPETITIONS; repetition++) help.push(timedRun([cli, '--help']) / timedRun(['-e', '0']))
    const dataDir = await makeLibrary(root)
    const browser = await openBrowser()
    try {
      for (let repetition = 0; repetition < REPETITIONS; repetition++) {
        const started = performance.now()
        const host = await startLoopback({ dataDir })
        const page = await (await browser.newContext()).newPage()
        await page.goto(host.url)
        await page.getByRole('textbox', { name: 'Question' }).waitFor()
        await page.getByRole('region', { name: 'Library' }).getByRole('rowheader').first().waitFor()
        usable.push((performance.now() - started) / 1000)
        await page.context().close()
        await host.close()
      }
    } finally {
      await browser.close()
    }
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
  return [
    { name: 'footnote --help / an empty Node process', values: help, unit: 'ratio', note: 'loads neither models, index nor pdf.js' },
    { name: `start to usable window, ${DOCUMENTS} documents`, values: usable, unit: 's', bar: { atMost: 3 }, note: 'process start to the library table in Chromium' },
  ]
}
