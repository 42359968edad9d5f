import type { DocumentReport } from '../../../src-shared/domain/document.ts'

type CoveredUnit = DocumentReport['units'][number]

/** One line a unit: how it was read, how much of it there is, and why it holds nothing where it holds nothing. */
export function describeUnits(units: readonly CoveredUnit[]): string[] {
  return units.map(({ label, source, chars, note, text }) => `  ${label}: ${source}, ${chars} characters${note === undefined ? '' : ` (${note})`}${text === undefined ? '' : `\n${text}`}`)
}

/** `12 pages and parts: 9 text, 2 ocr, 1 empty; 3 files not read`, over all documents. */
export function describeTotal(documents: readonly DocumentReport[]): string {
  const counts = new Map<string, number>()
  for (const { source } of documents.flatMap(({ units }) => units)) counts.set(source, (counts.get(source) ?? 0) + 1)
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const parts = [...counts].sort(([, a], [, b]) => b - a).map(([source, count]) => `${count} ${source}`).join(', ')
  const unread = documents.filter(({ state }) => state === 'failed' || state === 'skipped').length
  return `${total} pages and parts${parts === '' ? '' : `: ${parts}`}${unread === 0 ? '' : `; ${unread} ${unread === 1 ? 'file' : 'files'} not read`}`
}
