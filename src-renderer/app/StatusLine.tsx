import { useStore } from '../state/useStore.ts'
import { useWindow } from '../state/WindowContext.ts'
import { WorkRegion } from '../features/library/WorkRegion.tsx'
import { text } from '../text/text.ts'

/** The thin line at the bottom: work on the left, what needs a person and what is held on the right. */
export function StatusLine({ needingPerson }: { readonly needingPerson: number }) {
  const { library, navigation } = useWindow()
  const status = useStore(library.store, (state) => state.status)
  const documents = useStore(library.store, (state) => state.documents.length)
  return (
    <footer className="foot">
      <WorkRegion />
      <div className="foot__state" role="group" aria-label={text.status.label}>
        {needingPerson > 0 && <button type="button" className="link foot__need" onClick={() => navigation.go({ kind: 'library', folder: null, needsYou: true })}>{text.library.needYou(needingPerson)}</button>}
        <span>{text.status.documents(documents)}{status !== null && ` · ${text.status.passages(status.chunks)}`}</span>
        {status !== null && <button type="button" className="link" onClick={() => navigation.go({ kind: 'audit' })}>{text.status.auditEntries(status.auditEntries)}</button>}
      </div>
    </footer>
  )
}
