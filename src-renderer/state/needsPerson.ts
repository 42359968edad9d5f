import type { DocumentReport } from '../../src-shared/domain/document.ts'

/** Failed, whole or in part: something that a person can look into. */
export function needsPerson(document: DocumentReport): boolean {
  return document.state === 'failed' || document.units.some((unit) => unit.source === 'failed')
}
