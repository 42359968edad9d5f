/** Hybrid search over 100,000 synthetic chunks; FOOTNOTE_BENCH_CHUNKS for other sizes. */
import type { BenchRow } from './BenchRow.ts'
import { runForFigures } from './workers/runForFigures.ts'

export async function bench(): Promise<readonly BenchRow[]> {
  const chunks = process.env['FOOTNOTE_BENCH_CHUNKS'] ?? '100000'
  const { hybridMs, residentMiB } = await runForFigures<{ readonly hybridMs: readonly number[]; readonly residentMiB: number }>('./largeIndex.ts', [chunks])
  const p95 = hybridMs.toSorted((a, b) => a - b)[Math.floor(hybridMs.length * 0.95)] ?? Number.NaN
  return [
    { name: `hybrid search over ${chunks} chunks`, values: hybridMs, unit: 'ms' },
    { name: `hybrid search over ${chunks} chunks, p95`, values: [p95], unit: 'ms', bar: { atMost: 100 } },
    { name: 'memory of a process that searched it', values: [residentMiB], unit: 'MiB', bar: { atMost: 1536 } },
  ]
}
