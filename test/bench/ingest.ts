/**
 * Ingestion end to end beside the bare embedding of the same chunks, in turns. The PDFs are those of `../shared/data/docugami_sec10q` (or of
 * FOOTNOTE_BENCH_DOCS), 20 quarterly reports; without them the sample library stands in, and the note says so.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { composeEngine } from '../../src-main/hosts/composeEngine.ts'
import { resourcesDir } from '../../src-main/hosts/resourcesDir.ts'
import type { BenchRow } from './BenchRow.ts'
import { startBareWorkers } from './workers/startBareWorkers.ts'

const REPETITIONS = Number(process.env['FOOTNOTE_BENCH_RUNS'] ?? 5)
const reports = process.env['FOOTNOTE_BENCH_DOCS'] ?? fileURLToPath(new URL('../../../shared/data/docugami_sec10q/docs', import.meta.url))
const sample = fileURLToPath(new URL('../../resources/sample', import.meta.url))

/** Context and text of a chunk, which is what was embedded: full text has one line of names before them (`lexicalTextOf`). */
function embeddedPart(lexicalText: string): string {
  return lexicalText.slice(lexicalText.indexOf('\n') + 1)
}

/** Adds the folder to a new library; gives the time and what was embedded. */
async function ingest(folder: string): Promise<{ readonly ms: number; readonly texts: string[]; readonly files: number }> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'footnote-bench-'))
  try {
    const engine = await composeEngine({ dataDir, resourcesDir: resourcesDir() })
    // Measured once a machine and kept; here every library is a new one.
    engine.settings.update({ models: { embeddingRuntime: 'onnx' } })
    const started = performance.now()
    const { summary } = await engine.library.add([folder])
    const ms = performance.now() - started
    const fingerprint = (await engine.status()).embedding.fingerprint
    await engine.close()
    const lancedb = await import('@lancedb/lancedb')
    const table = await (await lancedb.connect(path.join(dataDir, 'index', fingerprint))).openTable('chunks')
    const rows = await table.query().select(['lexicalText']).toArray() as readonly { readonly lexicalText: string }[]
    table.close()
    return { ms, texts: rows.map(({ lexicalText }) => embeddedPart(lexicalText)), files: summary.files }
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

export async function bench(): Promise<readonly BenchRow[]> {
  const folder = existsSync(reports) ? reports : sample
  const bare = await startBareWorkers(os.availableParallelism())
  const ratios: number[] = []
  const perSecond: number[] = []
  let note = ''
  try {
    for (let repetition = 0; repetition < REPETITIONS; repetition++) {
      const { ms, texts, files } = await ingest(folder)
      const started = performance.now()
      await bare.run(texts)
      const bareMs = performance.now() - started
      ratios.push(ms / bareMs)
      perSecond.push(ms / 1000)
      note = `${files} files, ${texts.length} chunks${folder === sample ? ' (the sample library: too small to judge)' : ''}`
    }
  } finally {
    await bare.close()
  }
  return [
    { name: 'ingestion end to end / bare embedding of its chunks', values: ratios, unit: 'ratio', bar: { atMost: 1.15 }, note },
    { name: 'ingestion of these files', values: perSecond, unit: 's', note },
  ]
}
