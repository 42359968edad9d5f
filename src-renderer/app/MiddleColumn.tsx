import { AskPane } from '../features/ask/AskPane.tsx'
import { AuditPane } from '../features/audit/AuditPane.tsx'
import { DocumentPage } from '../features/library/DocumentPage.tsx'
import { LibraryPane } from '../features/library/LibraryPane.tsx'
import { SourcePane } from '../features/viewer/SourcePane.tsx'
import { useStore } from '../state/useStore.ts'
import { useWindow } from '../state/WindowContext.ts'

interface MiddleColumnProps {
  readonly onAddFiles: () => void
  readonly onAddFolder: () => void
}

/** Which pane the middle shows. The thread stays mounted, so that coming back finds it as it was left. */
export function MiddleColumn({ onAddFiles, onAddFolder }: MiddleColumnProps) {
  const { navigation } = useWindow()
  const pane = useStore(navigation.pane)
  return (
    <main className="middle">
      <div className="middle__pane" hidden={pane.kind !== 'ask'}><AskPane onAddFolder={onAddFolder} /></div>
      {pane.kind === 'library' && <LibraryPane folder={pane.folder} needsYou={pane.needsYou} onAddFiles={onAddFiles} onAddFolder={onAddFolder} />}
      {pane.kind === 'document' && <DocumentPage key={pane.documentId} documentId={pane.documentId} />}
      {pane.kind === 'audit' && <AuditPane viewer={<SourcePane />} />}
    </main>
  )
}
