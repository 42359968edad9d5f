import { useCallback, useRef, useState, type CSSProperties } from 'react'
import { PathDialog } from '../components/PathDialog.tsx'
import { DocumentShelf } from '../features/library/DocumentShelf.tsx'
import { PdfShelfProvider } from '../features/viewer/PdfShelfProvider.tsx'
import { ModelsSection } from '../features/models/ModelsSection.tsx'
import { ProofDialog } from '../features/proof/ProofDialog.tsx'
import { SettingsDialog } from '../features/settings/SettingsDialog.tsx'
import { useStore } from '../state/useStore.ts'
import { useWindow } from '../state/WindowContext.ts'
import { text } from '../text/text.ts'
import { ColumnHandle } from './ColumnHandle.tsx'
import { CommandPalette } from './CommandPalette.tsx'
import { MiddleColumn } from './MiddleColumn.tsx'
import { NoticeList } from './NoticeList.tsx'
import { Sidebar } from './Sidebar.tsx'
import { SourceColumn } from './SourceColumn.tsx'
import { SourceDrawer } from './SourceDrawer.tsx'
import { StatusLine } from './StatusLine.tsx'
import { TopBar } from './TopBar.tsx'
import { useAddFiles } from './useAddFiles.ts'
import { useAutoLock } from './useAutoLock.ts'
import { LEFT_PX, SOURCE_SHARE, useColumns, useIsWide } from './useColumns.ts'
import { useDrop } from './useDrop.ts'
import { useHostCommands } from './useHostCommands.ts'
import { useShortcuts } from './useShortcuts.ts'
import { useTheme } from './useTheme.ts'
import './shell.css'

/** Below this the source lies over the answer as a drawer; below the second, the left column too. */
const THREE_COLUMNS_PX = 1100
const TWO_COLUMNS_PX = 760

/** The window: two thin lines, three columns, and what lies over them. Wiring only. */
export function Shell() {
  const { library, navigation, settings, source } = useWindow()
  useTheme()
  useAutoLock()
  const files = useAddFiles()
  const isDropping = useDrop({ onFiles: files.addDropped, onText: files.addMade })
  const [columns, setColumns] = useColumns()
  const hasSourceColumn = useIsWide(THREE_COLUMNS_PX)
  const hasLeftColumn = useIsWide(TWO_COLUMNS_PX)
  const [isLeftDrawerOpen, setIsLeftDrawerOpen] = useState(false)
  const isSourceOpen = useStore(source.store, (state) => (hasSourceColumn ? state.isOpen : state.isDrawerOpen))
  const pane = useStore(navigation.pane)
  const dialog = useStore(navigation.dialog)
  const readOnly = useStore(library.store, (state) => state.status?.readOnly)
  const needingPerson = useStore(library.store, (state) => state.needing)
  const fileInput = useRef<HTMLInputElement>(null)

  const isLeftOpen = hasLeftColumn ? columns.isLeftOpen : isLeftDrawerOpen
  const toggleLeft = useCallback(() => {
    if (hasLeftColumn) setColumns({ isLeftOpen: !columns.isLeftOpen })
    else setIsLeftDrawerOpen((isOpen) => !isOpen)
  }, [hasLeftColumn, columns.isLeftOpen, setColumns])
  useShortcuts({ toggleLeft })

  const addFiles = () => fileInput.current?.click()
  useHostCommands({ addFiles, addFolder: files.chooseFolder, importModel: files.chooseModel })
  const closeDialog = () => navigation.dialog.set(null)
  const showsSource = isSourceOpen && (pane.kind === 'ask' || pane.kind === 'document' || pane.kind === 'library')
  const style = { '--left': `${columns.leftPx}px`, '--source': `${columns.sourceShare * 100}%` } as CSSProperties

  return (
    <div className="window" style={style} data-left={hasLeftColumn && isLeftOpen} data-source={hasSourceColumn && showsSource}>
      <TopBar isLeftOpen={isLeftOpen} onToggleLeft={toggleLeft} />
      {readOnly !== undefined && <p className="read-only" role="status">{readOnly.message} {readOnly.action}</p>}
      <PdfShelfProvider><div className="columns">
        {isLeftOpen && (
          <div className={hasLeftColumn ? 'left' : 'left left--drawer'} onClick={hasLeftColumn ? undefined : () => setIsLeftDrawerOpen(false)}>
            <Sidebar shelf={pane.kind === 'library' || pane.kind === 'document' ? null : <DocumentShelf />} needingPerson={needingPerson} onAddFiles={addFiles} onAddFolder={files.chooseFolder} />
            {hasLeftColumn && <ColumnHandle controls="left-column" value={columns.leftPx} min={LEFT_PX.min} max={LEFT_PX.max} direction={1} onMove={(delta) => setColumns({ leftPx: columns.leftPx + delta })} />}
          </div>
        )}
        <MiddleColumn onAddFiles={addFiles} onAddFolder={files.chooseFolder} />
        {showsSource && hasSourceColumn && (
          <aside className="right" aria-label={text.source.column}>
            <ColumnHandle
              controls="source-column" value={columns.sourceShare * 100} min={SOURCE_SHARE.min * 100} max={SOURCE_SHARE.max * 100} direction={-1}
              onMove={(delta) => setColumns({ sourceShare: columns.sourceShare + delta / window.innerWidth })}
            />
            <SourceColumn />
          </aside>
        )}
        {showsSource && !hasSourceColumn && <SourceDrawer onClose={() => source.setOpen(false)} />}
      </div></PdfShelfProvider>
      <StatusLine needingPerson={needingPerson} />

      <input
        ref={fileInput} type="file" multiple className="visually-hidden" aria-label={text.files.addFiles} tabIndex={-1}
        onChange={({ currentTarget }) => {
          files.add([...(currentTarget.files ?? [])])
          currentTarget.value = ''
        }}
      />
      <NoticeList />
      {isDropping && <div className="drop" role="status"><p>{text.files.drop}</p><small>{text.files.dropNote}</small></div>}
      <CommandPalette onAddFiles={addFiles} onAddFolder={files.chooseFolder} onImportModel={files.chooseModel} onToggleLeft={toggleLeft} />
      <SettingsDialog isOpen={dialog === 'settings'} onClose={closeDialog} models={<ModelsSection onImport={files.chooseModel} />} />
      <ProofDialog isOpen={dialog === 'proof'} onClose={closeDialog} />
      <PathDialog
        isOpen={dialog === 'addFolder'} onClose={closeDialog} title={text.files.folderTitle} body={text.files.folderBody} label={text.files.folderPath} placeholder={text.files.folderPlaceholder}
        onPath={(path) => { closeDialog(); files.addFolder(path) }}
      />
      <PathDialog
        isOpen={dialog === 'importModel'} onClose={closeDialog} title={text.models.importTitle} body={text.models.importBody} label={text.models.importPath} placeholder={text.models.importPlaceholder}
        onPath={(path) => { closeDialog(); void settings.importModel(path) }}
      />
    </div>
  )
}
