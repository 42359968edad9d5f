import { useEffect, useState } from 'react'
import type { AuditEntry } from '../../../src-shared/domain/audit.ts'
import type { AnswerId } from '../../../src-shared/domain/ids.ts'
import { errorData } from '../../state/errorData.ts'
import { useWindow } from '../../state/WindowContext.ts'

export type EntryState = { readonly kind: 'loading' } | { readonly kind: 'ready'; readonly entry: AuditEntry } | { readonly kind: 'failed'; readonly message: string }

/** The audit entry of an answer. An entry never changes, so it is fetched once. */
export function useAuditEntry(answerId: AnswerId): EntryState {
  const { client } = useWindow()
  const [state, setState] = useState<{ readonly answerId: AnswerId; readonly value: EntryState }>({ answerId, value: { kind: 'loading' } })
  useEffect(() => {
    let isGone = false
    const settle = (value: EntryState) => { if (!isGone) setState({ answerId, value }) }
    client.call('audit.entry', { answerId }).then((entry) => settle({ kind: 'ready', entry }), (thrown: unknown) => settle({ kind: 'failed', message: errorData(thrown).message }))
    return () => { isGone = true }
  }, [client, answerId])
  return state.answerId === answerId ? state.value : { kind: 'loading' }
}
