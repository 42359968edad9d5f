import type { AddSummary, DocumentReport } from '../../../src-shared/domain/document.ts'

/** The totals of a run, as the contract names them. Numbers of milliseconds are whole. */
export function summarise(documents: readonly DocumentReport[], times: Pick<AddSummary, 'elapsedMs' | 'stagesMs'>): AddSummary {
  const count = (state: DocumentReport['state']) => documents.filter((document) => document.state === state).length
  const present = documents.filter(({ state }) => state !== 'removed')
  const units = present.flatMap((document) => document.units)
  const { scan, hash, parse, ocr, chunk, embed, write } = times.stagesMs
  return {
    files: present.length, indexed: count('indexed'), unchanged: count('unchanged'), duplicate: count('duplicate'), skipped: count('skipped'), failed: count('failed'), removed: count('removed'),
    units: units.length, ocrUnits: units.filter(({ source }) => source === 'ocr' || source === 'mixed').length,
    chunks: present.reduce((sum, document) => sum + document.chunks, 0), bytes: present.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    elapsedMs: Math.round(times.elapsedMs),
    stagesMs: { scan: Math.round(scan), hash: Math.round(hash), parse: Math.round(parse), ocr: Math.round(ocr), chunk: Math.round(chunk), embed: Math.round(embed), write: Math.round(write) },
  }
}
