/** Keeping a folder of 10,000 files up to date; FOOTNOTE_BENCH_FILES for other sizes. Reading and embedding are stand-ins. */
import type { BenchRow } from './BenchRow.ts'
import { runForFigures } from './workers/runForFigures.ts'

const ROWS = [
  ['full round over unchanged files, warm', 's', 3], ['one changed file among all / alone', 'ratio', 2],
  ['event loop delay while adding, p99', 'ms', 50], ['resident memory after adding', 'MiB', 1024],
  ['processor time of ten idle seconds of watching', 'ms', 100],
] as const

export async function bench(): Promise<readonly BenchRow[]> {
  const files = process.env['FOOTNOTE_BENCH_FILES'] ?? '10000'
  const figures = await runForFigures<Readonly<Record<string, number>>>('./largeFolder.ts', [files])
  return ROWS.map(([name, unit, atMost]) => ({ name, values: [figures[name] ?? Number.NaN], unit, bar: { atMost }, note: `${files} files` }))
}
