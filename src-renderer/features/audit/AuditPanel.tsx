import type { AnswerId } from '../../../src-shared/domain/ids.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { useStore } from '../../state/useStore.ts'
import { useWindow } from '../../state/WindowContext.ts'
import { text } from '../../text/text.ts'
import { AuditActions } from './AuditActions.tsx'
import { AuditRecordView } from './AuditRecordView.tsx'
import { useAuditEntry } from './useAuditEntry.ts'
import './audit.css'

/** The audit tab beside an answer. */
export function AuditPanel() {
  const { conversation, source } = useWindow()
  const auditOf = useStore(source.store, (state) => state.auditOf)
  const answerId = useStore(conversation.store, (state) => (state.views.find((view) => view.key === auditOf && view.answer !== null) ?? state.views.findLast((view) => view.answer !== null))?.answerId)
  if (answerId === undefined || answerId === null) return <EmptyState title={text.audit.label}><p>{text.audit.none}</p></EmptyState>
  return <AuditEntryView key={answerId} answerId={answerId} />
}

export function AuditEntryView({ answerId }: { readonly answerId: AnswerId }) {
  const state = useAuditEntry(answerId)
  return (
    <div className="audit">
      <AuditActions answerId={answerId} />
      {state.kind === 'failed' && <p role="alert">{state.message}</p>}
      {state.kind === 'ready' && <AuditRecordView entry={state.entry} />}
    </div>
  )
}
