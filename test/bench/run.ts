/** `npm run bench [NAME…]`: runs the benchmarks beside this file, prints one table, and keeps it in `results/` next to the last one. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BenchRow } from './BenchRow.ts'

const folder = path.dirname(fileURLToPath(import.meta.url))
const results = path.join(folder, 'results')

interface SavedRow { readonly name: string; readonly median: number }

function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN
}

function verdict(row: BenchRow, median: number): string {
  if (row.bar === undefined) return ''
  if ('atMost' in row.bar) return `≤ ${row.bar.atMost} ${median <= row.bar.atMost ? 'met' : 'MISSED'}`
  return `≥ ${row.bar.atLeast} ${median >= row.bar.atLeast ? 'met' : 'MISSED'}`
}

const wanted = process.argv.slice(2)
const files = readdirSync(folder).filter((name) => /^[a-z]\w*\.ts$/.test(name) && name !== 'run.ts')
  .filter((name) => wanted.length === 0 || wanted.includes(name.replace(/\.ts$/, ''))).sort()
const last = readdirSync((mkdirSync(results, { recursive: true }), results)).filter((name) => name.endsWith('.json')).sort().at(-1)
const before = new Map<string, number>(last === undefined ? [] : (JSON.parse(readFileSync(path.join(results, last), 'utf8')) as { rows: SavedRow[] }).rows.map((row) => [row.name, row.median]))

const rows: BenchRow[] = []
for (const file of files) {
  process.stderr.write(`${file} …\n`)
  const module = await import(`./${file}`) as { bench: () => Promise<readonly BenchRow[]> }
  rows.push(...await module.bench())
}

const machine = `${os.cpus().length} × ${os.cpus()[0]?.model.trim() ?? 'unknown'}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.platform()}, Node ${process.versions.node}`
const table = rows.map((row) => {
  const median = quantile(row.values, 0.5)
  return { name: row.name, median, low: quantile(row.values, 0), high: quantile(row.values, 1), runs: row.values.length, unit: row.unit, bar: verdict(row, median), before: before.get(row.name) ?? null, note: row.note ?? '' }
})
console.log(`\n${machine}\n`)
console.log('| figure | median | min – max | runs | bar | last time | note |\n|---|---|---|---|---|---|---|')
for (const row of table) {
  console.log(`| ${row.name} | ${row.median.toPrecision(3)} ${row.unit} | ${row.low.toPrecision(3)} – ${row.high.toPrecision(3)} | ${row.runs} | ${row.bar} | ${row.before?.toPrecision(3) ?? '–'} | ${row.note} |`)
}
const stamp = new Date().toISOString().replace(/[:.]/g, '-')
writeFileSync(path.join(results, `${stamp}.json`), `${JSON.stringify({ machine, date: new Date().toISOString(), rows: table }, null, 2)}\n`)
