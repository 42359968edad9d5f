import { ArrowLeft } from 'lucide-react'
import { Tabs } from 'radix-ui'
import { lazy, Suspense, useCallback, useEffect, useState, type ReactNode } from 'react'
import type { AuditSummary } from '../../../src-shared/domain/audit.ts'
import { Button } from '../../components/Button.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { useWindow } from '../../state/WindowContext.ts'
import { dayAndTime } from '../../text/amounts.ts'
import { text } from '../../text/text.ts'
import { AuditActions } from './AuditActions.tsx'
import { AuditEntryView } from './AuditPanel.tsx'
import './audit.css'

const ENTRIES_AT_ONCE = 100
const FiguresSection = lazy(async () => ({ default: (await import('./FiguresSection.tsx')).FiguresSection }))
const FeedbackSection = lazy(async () => ({ default: (await import('./FeedbackSection.tsx')).FeedbackSection }))
const QualitySection = lazy(async () => ({ default: (await import('./QualitySection.tsx')).QualitySection }))
const GradingSection = lazy(async () => ({ default: (await import('./GradingSection.tsx')).GradingSection }))

/** The audit across answers: the log, its figures over time, the five classic failures, blind grading, and feedback on its way into the question sets. `viewer`: what shows a source beside an answer that is graded. */
export function AuditPane({ viewer }: { readonly viewer: ReactNode }) {
  const { views } = text.audit
  const [view, setView] = useState('log')
  return (
    <div className="audit-log">
      <h1 className="pane-title">{text.audit.listTitle}</h1>
      <Tabs.Root value={view} onValueChange={setView}>
        <Tabs.List className="tabs__list audit-log__views" aria-label={text.audit.listTitle}>
          {Object.entries(views).map(([key, name]) => <Tabs.Trigger key={key} value={key} className="tabs__tab">{name}</Tabs.Trigger>)}
        </Tabs.List>
        <Tabs.Content value="log" tabIndex={-1}><AuditLog /></Tabs.Content>
        <Tabs.Content value="figures" tabIndex={-1}><Suspense fallback={null}><FiguresSection /></Suspense></Tabs.Content>
        <Tabs.Content value="quality" tabIndex={-1}><Suspense fallback={null}><QualitySection onGrade={() => setView('grading')} /></Suspense></Tabs.Content>
        <Tabs.Content value="grading" tabIndex={-1}><Suspense fallback={null}><GradingSection viewer={viewer} /></Suspense></Tabs.Content>
        <Tabs.Content value="feedback" tabIndex={-1}><Suspense fallback={null}><FeedbackSection /></Suspense></Tabs.Content>
      </Tabs.Root>
    </div>
  )
}

/** Every entry, newest first; one opens in the place of the list. */
function AuditLog() {
  const { client, notices } = useWindow()
  const [entries, setEntries] = useState<readonly AuditSummary[] | null>(null)
  const [isComplete, setIsComplete] = useState(false)
  const [chosen, setChosen] = useState<AuditSummary | null>(null)

  const load = useCallback((before?: number) => {
    client.call('audit.list', { limit: ENTRIES_AT_ONCE, ...(before === undefined ? {} : { before }) }).then(
      (next) => {
        setEntries((current) => (before === undefined ? next : [...(current ?? []), ...next]))
        setIsComplete(next.length < ENTRIES_AT_ONCE)
      },
      (thrown: unknown) => {
        setEntries((current) => current ?? [])
        notices.fail(thrown)
      },
    )
  }, [client, notices])
  useEffect(() => load(), [load])

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
        <table className="audit-log__table">
          <thead><tr><th scope="col" className="number">{columns.sequence}</th><th scope="col">{columns.asked}</th><th scope="col">{columns.question}</th><th scope="col">{columns.outcome}</th></tr></thead>
          <tbody>
            {entries.map((entry) => (
              <tr key={entry.sequence}>
                <td className="number">{entry.sequence}</td><td className="audit-log__time">{dayAndTime(entry.asked)}</td>
                <th scope="row"><button type="button" className="link" onClick={() => setChosen(entry)}>{entry.question}</button></th>
                <td className="audit-log__time">{text.audit.outcomes[entry.status as keyof typeof text.audit.outcomes] ?? entry.status}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {entries !== null && entries.length > 0 && !isComplete && <Button size="small" onClick={() => load(entries.at(-1)?.sequence)}>{text.audit.more}</Button>}
    </>
  )
}
