import type { DocumentReport } from '../../../src-shared/domain/document.ts'
import type { LibraryStatus } from '../../../src-shared/domain/status.ts'
import type { UnitReport, UnitSource } from '../../../src-shared/domain/unit.ts'
import { count, plural } from '../../text/amounts.ts'
import { text } from '../../text/text.ts'

/** How a document's parts were read: `12 pages · 3 by OCR, 1 empty`; nothing when its units are not known. */
export function unitsInWords(units: readonly UnitReport[]): string {
  const [first] = units
  if (first === undefined) return ''
  const counts = new Map<UnitSource, number>()
  for (const unit of units) counts.set(unit.source, (counts.get(unit.source) ?? 0) + 1)
  const total = plural(units.length, text.library.unitWords[first.kind])
  const sources = [...counts].filter(([source]) => source !== 'text')
  if (sources.length === 0) return total
  if (counts.size === 1) return `${total}, ${text.library.sources[first.source]}`
  return `${total}: ${sources.map(([source, n]) => `${n} ${text.library.sources[source]}`).join(', ')}`
}

/** The whole library in one line: `1,204 pages and parts: 1,100 text, 96 OCR, 5 empty, 3 failed`; nothing while it is empty. */
export function coverageInWords({ units, coverage }: Pick<LibraryStatus, 'units' | 'coverage'>): string {
  if (units === 0) return ''
  const counted: readonly (readonly [UnitSource, number])[] = [
    ['text', coverage['text'] ?? 0], ['ocr', (coverage['ocr'] ?? 0) + (coverage['mixed'] ?? 0)], ['empty', coverage['empty'] ?? 0], ['failed', coverage['failed'] ?? 0],
  ]
  return text.library.coverageTotal(units, counted.filter(([, n]) => n > 0).map(([source, n]) => `${count(n)} ${text.library.sources[source]}`).join(', '))
}

/** `Ready`, or why not: `Not read: this file is locked with a password.` */
export function stateInWords(document: DocumentReport): string {
  const state = text.library.states[document.state]
  return (document.state === 'failed' || document.state === 'skipped') && document.message !== undefined ? `${state}: ${document.message}` : state
}
