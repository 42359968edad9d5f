import { ArrowLeft, Search } from 'lucide-react'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { AuditSummary } from '../../../src-shared/domain/audit.ts'
import { Button } from '../../components/Button.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { useWindow } from '../../state/WindowContext.ts'
import { dayAndTime } from '../../text/amounts.ts'
import { text } from '../../text/text.ts'
import { AuditActions } from './AuditActions.tsx'
import { AuditEntryView } from './AuditPanel.tsx'
import { filterEntries, NO_FILTER, type EntryFilter } from './filterEntries.ts'

const ENTRIES_AT_ONCE = 100
/** Looking for one, all have to be there. */
const ENTRIES_OF_A_SEARCH = 1000

/** Every entry, newest first, narrowed by words, outcome and day; one opens in the place of the list. */
export function AuditLog() {
  const { client, notices } = useWindow()
  const [entries, setEntries] = useState<readonly AuditSummary[] | null>(null)
  const [isComplete, setIsComplete] = useState(false)
  const [chosen, setChosen] = useState<AuditSummary | null>(null)
  const [filter, setFilter] = useState(NO_FILTER)
  const isFiltering = Object.values(filter).some((value) => value !== '')

  const load = useCallback((limit: number, before?: number) => {
    client.call('audit.list', { limit, ...(before === undefined ? {} : { before }) }).then(
      (next) => {
        setEntries((current) => (before === undefined ? next : [...(current ?? []).filter(({ sequence }) => sequence >= before), ...next]))
        setIsComplete(next.length < limit)
      },
      (thrown: unknown) => {
        setEntries((current) => current ?? [])
        setIsComplete(true)
        notices.fail(thrown)
      },
    )
  }, [client, notices])
  useEffect(() => load(ENTRIES_AT_ONCE), [load])
  const last = entries?.at(-1)?.sequence
  useEffect(() => {
    if (isFiltering && !isComplete && last !== undefined) load(ENTRIES_OF_A_SEARCH, last)
  }, [isFiltering, isComplete, last, load])
  const shown = useMemo(() => filterEntries(entries ?? [], filter), [entries, filter])

  if (chosen !== null) {
    return (
      <>
        <Button size="small" look="quiet" className="audit-log__back" onClick={() => setChosen(null)}><ArrowLeft size={14} aria-hidden />{text.audit.back}</Button>
        <AuditEntryView answerId={chosen.answerId} />
      </>
    )
  }
  const { columns } = text.audit
  return (
    <>
      <p className="audit-log__note">{text.audit.listBody}</p>
      <AuditActions answerId={null} />
      {entries?.length === 0 && <EmptyState title={text.audit.empty} />}
      {entries !== null && entries.length > 0 && (
        <>
          <Filters filter={filter} onChange={setFilter} outcome={isFiltering ? text.audit.filtered(shown.length, entries.length) : ''} />
          {shown.length === 0 && <EmptyState title={text.audit.noMatch} />}
          {shown.length > 0 && (
            <table className="audit-log__table">
              <thead><tr><th scope="col" className="number">{columns.sequence}</th><th scope="col">{columns.asked}</th><th scope="col">{columns.question}</th><th scope="col">{columns.outcome}</th></tr></thead>
              <tbody>
                {shown.map((entry) => (
                  <tr key={entry.sequence}>
                    <td className="number">{entry.sequence}</td><td className="audit-log__time">{dayAndTime(entry.asked)}</td>
                    <th scope="row"><button type="button" className="link" onClick={() => setChosen(entry)}>{entry.question}</button></th>
                    <td className="audit-log__time">{text.audit.outcomes[entry.status as keyof typeof text.audit.outcomes] ?? entry.status}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          {!isComplete && !isFiltering && <Button size="small" onClick={() => load(ENTRIES_AT_ONCE, last)}>{text.audit.more}</Button>}
        </>
      )}
    </>
  )
}

interface FiltersProps {
  readonly filter: EntryFilter
  readonly onChange: (filter: EntryFilter) => void
  /** How many fit; empty while nothing is narrowed. */
  readonly outcome: string
}

function Filters({ filter, onChange, outcome }: FiltersProps) {
  const edit = (key: keyof EntryFilter) => ({ value: filter[key], onChange: ({ target }: { readonly target: { readonly value: string } }) => onChange({ ...filter, [key]: target.value }) })
  return (
    <div className="audit-log__filters">
      <label className="search"><Search size={14} aria-hidden /><input type="search" aria-label={text.audit.filter} placeholder={text.audit.filter} {...edit('words')} /></label>
      <select className="input" aria-label={text.audit.filterOutcome} {...edit('outcome')}>
        <option value="">{text.audit.anyOutcome}</option>
        {Object.entries(text.audit.outcomes).map(([key, name]) => <option key={key} value={key}>{name}</option>)}
      </select>
      <label>{text.audit.filterFrom} <input className="input" type="date" {...edit('from')} /></label>
      <label>{text.audit.filterTo} <input className="input" type="date" {...edit('to')} /></label>
      <span className="tabular" role="status">{outcome}</span>
    </div>
  )
}
