import type { UnitReport } from '../../../src-shared/domain/unit.ts'

/** One mail, whose head and body are its two parts; a mailbox has a part for each of its mails. */
export function isMail(units: readonly Pick<UnitReport, 'kind' | 'label'>[]): boolean {
  return units.length === 2 && units[0]?.kind === 'message' && units[0].label === 'header' && units[1]?.label === 'body'
}
