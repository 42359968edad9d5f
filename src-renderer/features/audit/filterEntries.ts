import type { AuditSummary } from '../../../src-shared/domain/audit.ts'

export interface EntryFilter {
  readonly words: string
  /** Empty: any. */
  readonly outcome: string
  /** `2024-04-02`, of this computer's calendar; empty: open. Both days count. */
  readonly from: string
  readonly to: string
}

export const NO_FILTER: EntryFilter = { words: '', outcome: '', from: '', to: '' }

/** The entries whose question holds every word, with this outcome, asked on these days. */
export function filterEntries(entries: readonly AuditSummary[], { words, outcome, from, to }: EntryFilter): readonly AuditSummary[] {
  const wanted = words.toLowerCase().split(/\s+/).filter((word) => word !== '')
  const after = from === '' ? -Infinity : new Date(`${from}T00:00:00`).getTime()
  const before = to === '' ? Infinity : new Date(`${to}T23:59:59.999`).getTime()
  return entries.filter((entry) => {
    const asked = new Date(entry.asked).getTime()
    return (outcome === '' || entry.status === outcome) && asked >= after && asked <= before && wanted.every((word) => entry.question.toLowerCase().includes(word))
  })
}
