/**
 * Huge sheets end to end: a CSV and a workbook are added, then asked over all rows. What counts is the peak of resident memory of every process, read from the
 * kernel (Linux only). By default 200,000 and 100,000 rows, which already take the ways of the largest; FOOTNOTE_BENCH_FULL=1 takes 1,000,000 and 300,000.
 */
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { once } from 'node:events'
import os from 'node:os'
import path from 'node:path'
import { composeEngine } from '../../src-main/hosts/composeEngine.ts'
import { resourcesDir } from '../../src-main/hosts/resourcesDir.ts'
import type { BenchRow } from './BenchRow.ts'
import { peaks } from './workers/peakMemory.ts'
import { writeHugeWorkbook } from './workers/writeHugeWorkbook.ts'

const IS_FULL = process.env['FOOTNOTE_BENCH_FULL'] === '1'
// None of a kind with 0.
const CSV_ROWS = Number(process.env['FOOTNOTE_BENCH_CSV_ROWS'] ?? (IS_FULL ? 1_000_000 : 200_000))
const XLSX_ROWS = Number(process.env['FOOTNOTE_BENCH_XLSX_ROWS'] ?? (IS_FULL ? 300_000 : 100_000))
const REGIONS = ['North', 'South', 'East', 'West', 'Central']
const HEADER = ['Order', 'Customer', 'Region', 'Product', 'Quantity', 'Amount', 'Date', 'Status']

export function orderRow(index: number): (string | number)[] {
  const date = `2023-${String(index % 12 + 1).padStart(2, '0')}-${String(index % 28 + 1).padStart(2, '0')}`
  return [`ORD-${index}`, `Customer ${index % 50_021}`, REGIONS[index % 5] ?? '', `Product ${index % 997}`, index % 40 + 1, ((index * 37) % 100_000) / 100, date, ['paid', 'open', 'cancelled'][index % 3] ?? '']
}

async function writeCsv(file: string, rows: number): Promise<void> {
  const out = createWriteStream(file)
  let text = `${HEADER.join(',')}\n`
  for (let index = 1; index <= rows; index++) {
    text += `${orderRow(index).join(',')}\n`
    if (text.length < 1e6) continue
    if (!out.write(text)) await once(out, 'drain')
    text = ''
  }
  out.end(text)
  await once(out, 'close')
}

async function measure(kind: string, rows: number, write: (file: string) => Promise<void>, extension: string): Promise<BenchRow[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'footnote-huge-'))
  const peak = new Map<string, number>()
  const timer = setInterval(() => peaks(peak), 100)
  const tell = (what: string) => process.stderr.write(`  ${kind}: ${what}; peaks in MiB: ${[...peak].map(([name, mib]) => `${name} ${Math.round(mib)}`).join(', ')}\n`)
  // A run that has to be ended before it is done has shown something.
  const teller = setInterval(() => tell('still at work'), 30_000)
  try {
    const file = path.join(folder, `orders.${extension}`)
    await write(file)
    tell(`${rows.toLocaleString('en')} rows written`)
    const engine = await composeEngine({ dataDir: path.join(folder, 'library'), resourcesDir: resourcesDir() })
    const started = performance.now()
    const { documents, summary } = await engine.library.add([file])
    const addMs = performance.now() - started
    tell(`added in ${Math.round(addMs / 1000)} s`)
    const [document] = documents
    if (document?.state !== 'indexed') throw new Error(`${kind} was not read: ${document?.message ?? ''}`)
    const ask = async (question: string) => {
      const asked = performance.now()
      const course = engine.questions.ask({ question, model: null })
      let step = await course.next()
      while (step.done !== true) step = await course.next()
      if (step.value.computation === undefined) throw new Error(`${kind} was not computed over: ${step.value.text}`)
      return { seconds: (performance.now() - asked) / 1000, text: step.value.text }
    }
    const first = await ask('What is the total amount by region?')
    tell(`first question answered in ${Math.round(first.seconds)} s`)
    const second = await ask('What is the average quantity by product?')
    peaks(peak)
    await engine.close()
    const note = `${Math.round(statSync(file).size / 2 ** 20)} MiB, ${rows.toLocaleString('en')} rows, ${document.units.length} units, ${summary.chunks} chunks; ${document.warnings?.map(({ code }) => code).join(' ') ?? ''}`
    return [
      ...[...peak].map(([name, mib]): BenchRow => ({ name: `${kind}: peak memory of the ${name}${name === 'engine' ? ' (this benchmark in it)' : ''}`, values: [mib], unit: 'MiB', bar: { atMost: 1536 }, note })),
      { name: `${kind}: added`, values: [addMs / 1000], unit: 's', note }, { name: `${kind}: first question over all rows`, values: [first.seconds], unit: 's', note: first.text },
      { name: `${kind}: second question over all rows`, values: [second.seconds], unit: 's', note: second.text.slice(0, 80) },
    ]
  } finally {
    clearInterval(timer)
    clearInterval(teller)
    rmSync(folder, { recursive: true, force: true })
  }
}

export async function bench(): Promise<readonly BenchRow[]> {
  if (process.platform !== 'linux') return []
  const csv = CSV_ROWS > 0 ? await measure('CSV', CSV_ROWS, (file) => writeCsv(file, CSV_ROWS), 'csv') : []
  return [...csv, ...(XLSX_ROWS > 0 ? await measure('workbook', XLSX_ROWS, (file) => writeHugeWorkbook(file, [HEADER], XLSX_ROWS, orderRow), 'xlsx') : [])]
}
