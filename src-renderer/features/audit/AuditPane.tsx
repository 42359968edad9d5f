import { Tabs } from 'radix-ui'
import { lazy, Suspense, useState, type ReactNode } from 'react'
import { text } from '../../text/text.ts'
import { AuditLog } from './AuditLog.tsx'
import './audit.css'

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
