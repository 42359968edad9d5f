import type { AddResult, DocumentReport } from '../../../src-shared/domain/document.ts'
import { describeTime } from './describeProgress.ts'

/** What happened, with every file that needs attention named. */
export function describeAddResult({ documents, summary }: AddResult): string {
  const counts = (['indexed', 'unchanged', 'duplicate', 'skipped', 'failed', 'removed'] as const)
    .filter((state) => summary[state] > 0).map((state) => `${summary[state]} ${state}`)
  const ocr = summary.ocrUnits > 0 ? `, ${summary.ocrUnits} by OCR` : ''
  const troubled = documents.filter((document) => document.state === 'failed' || document.state === 'skipped').map(describeTrouble)
  return [
    `${summary.files} files: ${counts.join(', ') || 'nothing to do'}; ${summary.units} pages and parts${ocr}, ${summary.chunks} chunks in ${describeTime(summary.elapsedMs)}`,
    ...troubled,
  ].join('\n')
}

function describeTrouble({ state, path, message, action }: DocumentReport): string {
  return `  ${state}: ${path}\n    ${[message, action].filter(Boolean).join(' ')}`
}
