import { readdirSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { MeasureRow } from './MeasureRow.ts'

/**
 * Measures reading against public files: `npm run eval:extract [-- --only pdf --only ocr] [--json]`. Each file here that exports
 * `measure(): Promise<MeasureRow[]>` is one part; a part that fails does not stop the others.
 */
const SUPPORT = new Set(['run', 'MeasureRow', 'textScores', 'dataFolder', 'readPlain'])
const { values } = parseArgs({ options: { only: { type: 'string', multiple: true }, json: { type: 'boolean' } } })

const parts = readdirSync(import.meta.dirname)
  .filter((name) => /^[a-z]\w*\.ts$/.test(name)).map((name) => name.slice(0, -3))
  .filter((name) => !SUPPORT.has(name) && (values.only === undefined || values.only.includes(name)))
const rows: (MeasureRow & { readonly part: string })[] = []
let failed = false
for (const part of parts) {
  const loaded = await import(`./${part}.ts`) as { readonly measure?: () => Promise<MeasureRow[]> }
  if (loaded.measure === undefined) continue
  try {
    for (const row of await loaded.measure()) rows.push({ part, ...row })
  } catch (error) {
    failed = true
    console.error(`${part}: ${error instanceof Error ? error.stack ?? error.message : String(error)}`)
  }
}
if (values.json === true) console.log(JSON.stringify(rows))
else {
  for (const row of rows) {
    const best = row.best === null ? '' : `best elsewhere ${row.best}`
    console.log(`${row.part.padEnd(8)} ${row.measure.padEnd(58)} ${row.value.toFixed(3).padStart(8)}  n=${String(row.n).padEnd(6)} ${best}${row.note === undefined ? '' : `  (${row.note})`}`)
  }
}
process.exitCode = failed ? 1 : 0
