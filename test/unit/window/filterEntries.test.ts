import { expect, it } from 'vitest'
import { filterEntries, NO_FILTER } from '../../../src-renderer/features/audit/filterEntries.ts'
import type { AuditSummary } from '../../../src-shared/domain/audit.ts'

/** Noon of this computer's day, whatever its time zone. */
const entry = (sequence: number, question: string, status: string, day: string) => ({ sequence, question, status, asked: new Date(`${day}T12:00:00`).toISOString() }) as AuditSummary
const entries = [entry(3, 'Who audits the fund?', 'not_found', '2024-04-03'), entry(2, 'What is the covenant?', 'answered', '2024-04-02'), entry(1, 'Who signed the covenant?', 'answered', '2024-04-01')]

it.each([
  [NO_FILTER, [3, 2, 1]],
  [{ ...NO_FILTER, words: ' COVENANT who' }, [1]],
  [{ ...NO_FILTER, outcome: 'answered' }, [2, 1]],
  [{ ...NO_FILTER, from: '2024-04-02' }, [3, 2]],
  [{ ...NO_FILTER, from: '2024-04-02', to: '2024-04-02' }, [2]],
  [{ ...NO_FILTER, words: 'fund', outcome: 'answered' }, []],
])('narrows the audit log by %j', (filter, sequences) => {
  expect(filterEntries(entries, filter).map(({ sequence }) => sequence)).toEqual(sequences)
})
