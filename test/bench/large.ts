/**
 * One PDF of two thousand pages end to end through `add`: time, and the peak of resident memory of every process, read from the kernel (Linux only). A page holds few
 * words, so that what is measured is reading and keeping pages, not embedding.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { composeEngine } from '../../src-main/hosts/composeEngine.ts'
import { resourcesDir } from '../../src-main/hosts/resourcesDir.ts'
import type { BenchRow } from './BenchRow.ts'
import { peaks } from './workers/peakMemory.ts'

const PAGES = Number(process.env['FOOTNOTE_BENCH_PAGES'] ?? 2000)

/** A PDF of one line a page, written by hand: the library that makes PDFs would be part of the engine's memory. */
function pdfOf(lines: readonly string[]): string {
  const objects = ['<< /Type /Catalog /Pages 2 0 R >>', `<< /Type /Pages /Count ${lines.length} /Kids [${lines.map((_, page) => `${4 + 2 * page} 0 R`).join(' ')}] >>`, '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>']
  for (const [page, line] of lines.entries()) {
    const content = `BT /F1 11 Tf 72 720 Td (${line}) Tj ET`
    objects.push(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + 2 * page} 0 R >>`, `<< /Length ${content.length} >>\nstream\n${content}\nendstream`)
  }
  const offsets: number[] = []
  let length = '%PDF-1.4\n'.length
  const bodies = objects.map((object, index) => {
    const body = `${index + 1} 0 obj\n${object}\nendobj\n`
    offsets.push(length)
    length += body.length
    return body
  })
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  return `%PDF-1.4\n${bodies.join('')}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${length}\n%%EOF\n`
}

export async function bench(): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'footnote-large-'))
  const peak = new Map<string, number>()
  const timer = setInterval(() => peaks(peak), 100)
  try {
    const file = path.join(folder, 'register.pdf')
    writeFileSync(file, pdfOf(Array.from({ length: PAGES }, (_, page) => `Entry ${page + 1}: the keeper of harbour ${page % 97} counted ${(page * 37) % 1009} ships in the year ${1900 + (page % 120)}.`)))
    const engine = await composeEngine({ dataDir: path.join(folder, 'library'), resourcesDir: resourcesDir() })
    // A laptop on battery would be measured at its gentle pace.
    engine.settings.update({ reading: { pace: 'full' } })
    const started = performance.now()
    const { documents } = await engine.library.add([file])
    const addMs = performance.now() - started
    const [document] = documents
    if (document?.state !== 'indexed' || document.units.length !== PAGES) throw new Error(`The PDF was not read whole: ${document?.message ?? `${document?.units.length ?? 0} pages`}`)
    peaks(peak)
    await engine.close()
    const note = `${PAGES} pages, ${document.chunks} chunks, one run`
    return [
      { name: 'large PDF: add', values: [addMs / 1000], unit: 's', note },
      { name: 'large PDF: add, a page', values: [addMs / PAGES], unit: 'ms', note },
      ...[...peak].filter(([, mib]) => mib > 0).map(([name, mib]): BenchRow => ({ name: `large PDF: peak memory of the ${name}${name === 'engine' ? ' (this benchmark in it)' : ''}`, values: [mib], unit: 'MiB', bar: { atMost: 1024 }, note })),
    ]
  } finally {
    clearInterval(timer)
    rmSync(folder, { recursive: true, force: true })
  }
}
