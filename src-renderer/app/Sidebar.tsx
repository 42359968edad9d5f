import { FilePlus2, FolderPlus, History, LibraryBig, ListChecks, SquarePen } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../components/Button.tsx'
import { useStore } from '../state/useStore.ts'
import { useWindow } from '../state/WindowContext.ts'
import { count } from '../text/amounts.ts'
import { fileName } from '../text/paths.ts'
import { text } from '../text/text.ts'
import { ThreadList } from './ThreadList.tsx'

interface SidebarProps {
  /** The documents themselves, a feature of its own; left out while the whole library is shown. */
  readonly shelf: ReactNode
  readonly needingPerson: number
  readonly onAddFiles: () => void
  readonly onAddFolder: () => void
}

/** Threads, library and checks. */
export function Sidebar({ shelf, needingPerson, onAddFiles, onAddFolder }: SidebarProps) {
  const { conversation, library, navigation, source } = useWindow()
  const pane = useStore(navigation.pane)
  const folders = useStore(library.store, (state) => state.folders)
  const documents = useStore(library.store, (state) => state.documents.length)

  function startNew() {
    conversation.startNew()
    source.clear(false)
    source.setOpen(false)
    navigation.focusQuestion()
  }
  return (
    <nav className="side" id="left-column" aria-label={text.navigation.label}>
      <Button className="side__new" hint={text.navigation.newQuestion} shortcut="newQuestion" onClick={startNew}><SquarePen size={14} aria-hidden />{text.navigation.newQuestion}</Button>
      <h2 className="side__title">{text.navigation.threads}</h2>
      <div className="side__threads"><ThreadList /></div>
      <h2 className="side__title">{text.navigation.library}</h2>
      <ul className="side__list">
        <SideItem icon={<LibraryBig size={14} aria-hidden />} name={text.navigation.openLibrary} note={count(documents)} isOn={pane.kind === 'library' && pane.folder === null && !pane.needsYou} onSelect={() => navigation.go({ kind: 'library', folder: null, needsYou: false })} />
        {folders.map((folder) => (
          <SideItem
            key={folder.folderId} name={fileName(folder.path)} note={folder.reachable ? count(folder.documents) : text.library.unreachable} isWarning={!folder.reachable}
            isOn={pane.kind === 'library' && pane.folder === folder.path} onSelect={() => navigation.go({ kind: 'library', folder: folder.path, needsYou: false })}
          />
        ))}
      </ul>
      {shelf}
      {shelf !== null && (
        <div className="side__add">
          <Button size="small" look="quiet" onClick={onAddFiles}><FilePlus2 size={14} aria-hidden />{text.files.addFiles}</Button>
          <Button size="small" look="quiet" onClick={onAddFolder}><FolderPlus size={14} aria-hidden />{text.files.addFolder}</Button>
        </div>
      )}
      <h2 className="side__title side__title--check">{text.navigation.check}</h2>
      <ul className="side__list">
        <SideItem icon={<History size={14} aria-hidden />} name={text.navigation.audit} isOn={pane.kind === 'audit'} onSelect={() => navigation.go({ kind: 'audit' })} />
        <SideItem icon={<ListChecks size={14} aria-hidden />} name={text.navigation.coverage} note={needingPerson > 0 ? count(needingPerson) : ''} isWarning={needingPerson > 0} isOn={pane.kind === 'library' && pane.needsYou} onSelect={() => navigation.go({ kind: 'library', folder: null, needsYou: true })} />
      </ul>
    </nav>
  )
}

interface SideItemProps {
  readonly icon?: ReactNode
  readonly name: string
  readonly note?: string
  readonly isOn: boolean
  readonly isWarning?: boolean
  readonly onSelect: () => void
}

function SideItem({ icon, name, note = '', isOn, isWarning = false, onSelect }: SideItemProps) {
  return (
    <li className="side__row" data-on={isOn}>
      <button type="button" className="side__item" aria-current={isOn ? 'page' : undefined} onClick={onSelect}>{icon}<span>{name}</span>{note !== '' && <small className="tabular" data-warning={isWarning}>{note}</small>}</button>
    </li>
  )
}
