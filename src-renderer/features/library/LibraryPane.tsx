import { FolderMinus, FolderPlus, Plus, RefreshCw, Search } from 'lucide-react'
import { useCallback, useDeferredValue, useMemo, useState } from 'react'
import type { DocumentReport } from '../../../src-shared/domain/document.ts'
import { Button } from '../../components/Button.tsx'
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { useStore } from '../../state/useStore.ts'
import { useWindow } from '../../state/WindowContext.ts'
import { count } from '../../text/amounts.ts'
import { fileName } from '../../text/paths.ts'
import { text } from '../../text/text.ts'
import { arrangeDocuments, type SortKey } from './arrangeDocuments.ts'
import { coverageInWords } from './documentInWords.ts'
import { DocumentTable } from './DocumentTable.tsx'
import './library.css'

interface LibraryPaneProps {
  readonly folder: string | null
  readonly needsYou: boolean
  readonly onAddFiles: () => void
  readonly onAddFolder: () => void
}

/** Every document with its state, how it was read and what it needs. */
export function LibraryPane({ folder, needsYou, onAddFiles, onAddFolder }: LibraryPaneProps) {
  const { client, library, navigation, notices } = useWindow()
  const { documents: all, needing, isLoaded, status } = useStore(library.store)
  const [search, setSearch] = useState('')
  // Letters and the scroll bar come first; the rows follow as soon as there is time.
  const documents = useDeferredValue(all)
  const wanted = useDeferredValue(search)
  const [order, setOrder] = useState<{ readonly sort: SortKey; readonly isDescending: boolean }>({ sort: 'name', isDescending: false })
  const shown = useMemo(() => arrangeDocuments(documents, { search: wanted, folder, needsYou, ...order }), [documents, wanted, folder, needsYou, order])
  const sort = useCallback((column: SortKey) => setOrder((current) => ({ sort: column, isDescending: current.sort === column && !current.isDescending })), [])
  const open = useCallback((document: DocumentReport) => navigation.go({ kind: 'document', documentId: document.documentId }), [navigation])

  const added = useStore(library.store, (state) => state.folders.find(({ path }) => path === folder))
  const [isAsking, setIsAsking] = useState(false)
  async function forgetFolder() {
    if (added === undefined || !await library.forget([added.folderId])) return
    notices.tell(text.library.forgetFolderDone)
    navigation.go({ kind: 'library', folder: null, needsYou: false })
  }

  async function lookForChanges() {
    try {
      await client.call('library.sync', {})
      notices.tell(text.library.synced)
    } catch (thrown) {
      notices.fail(thrown)
    }
  }

  return (
    <section className="library" aria-label={text.library.label}>
      <header className="library__head">
        <h1 className="pane-title">{folder === null ? text.library.label : fileName(folder)}</h1>
        <div className="library__tools">
          <Button size="small" look="quiet" onClick={() => void lookForChanges()}><RefreshCw size={14} aria-hidden />{text.library.sync}</Button>
          {added !== undefined && <Button size="small" look="danger" onClick={() => setIsAsking(true)}><FolderMinus size={14} aria-hidden />{text.library.forgetFolder}</Button>}
          <Button size="small" onClick={onAddFiles}><Plus size={14} aria-hidden />{text.files.addFiles}</Button>
          <Button size="small" onClick={onAddFolder}><FolderPlus size={14} aria-hidden />{text.files.addFolder}</Button>
        </div>
      </header>
      {status !== null && coverageInWords(status) !== '' && <p className="library__coverage">{coverageInWords(status)}</p>}
      <div className="library__filters">
        <label className="search"><Search size={14} aria-hidden /><input type="search" value={search} aria-label={text.library.search} placeholder={text.library.search} onChange={(event) => setSearch(event.target.value)} /></label>
        <Button size="small" look="quiet" aria-pressed={!needsYou && folder === null} onClick={() => navigation.go({ kind: 'library', folder: null, needsYou: false })}>{text.library.all} {count(documents.length)}</Button>
        <Button size="small" look="quiet" aria-pressed={needsYou} onClick={() => navigation.go({ kind: 'library', folder: null, needsYou: true })}>{text.library.needsYou} {count(needing)}</Button>
        <span className="library__count" role="status" aria-live={search === '' ? 'off' : 'polite'}>{text.library.shown(shown.length, documents.length)}</span>
      </div>
      {added !== undefined && (
        <ConfirmDialog
          isOpen={isAsking} title={text.library.forgetFolderTitle(fileName(added.path), added.documents)} body={text.library.forgetFolderBody} confirm={text.library.forgetFolderConfirm}
          onClose={() => setIsAsking(false)} onConfirm={() => void forgetFolder()}
        />
      )}
      {isLoaded && documents.length === 0 && <EmptyState title={text.library.none}><p>{text.library.noneBody}</p><Button onClick={() => void library.addSample()}>{text.empty.sample}</Button></EmptyState>}
      {documents.length > 0 && shown.length === 0 && <EmptyState title={text.library.noMatch} />}
      {shown.length > 0 && (
        <DocumentTable
          documents={shown} sort={order.sort} isDescending={order.isDescending}
          onSort={sort} onOpen={open}
        />
      )}
    </section>
  )
}
