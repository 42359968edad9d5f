import { Command } from 'cmdk'
import { useMemo, useState } from 'react'
import { stepCitation } from '../state/stepCitation.ts'
import { useStore } from '../state/useStore.ts'
import { useWindow } from '../state/WindowContext.ts'
import { fileName, folderOf } from '../text/paths.ts'
import { shortcutLabel, type ShortcutName } from '../text/shortcuts.ts'
import { text } from '../text/text.ts'

interface CommandPaletteProps {
  readonly onAddFiles: () => void
  readonly onAddFolder: () => void
  readonly onImportModel: () => void
  readonly onToggleLeft: () => void
}

interface Action {
  readonly name: string
  readonly shortcut?: ShortcutName
  readonly run: () => void
}

/** More files at once cannot be looked through; typing narrows them. */
const DOCUMENTS_SHOWN = 30

/** Every action by its name and its keys, then threads and files. */
export function CommandPalette(props: CommandPaletteProps) {
  const { navigation } = useWindow()
  const isOpen = useStore(navigation.dialog) === 'palette'
  return (
    <Command.Dialog open={isOpen} onOpenChange={(open) => { if (!open) navigation.dialog.set((current) => (current === 'palette' ? null : current)) }} label={text.palette.label} overlayClassName="shade" contentClassName="palette">
      <PaletteBody {...props} />
    </Command.Dialog>
  )
}

function PaletteBody(props: CommandPaletteProps) {
  const { conversation, library, navigation, settings, source } = useWindow()
  const threads = useStore(conversation.threads)
  const documents = useStore(library.store, (state) => state.documents)
  const [search, setSearch] = useState('')
  const { actions: names } = text.palette
  const found = useMemo(() => {
    const words = search.toLowerCase().split(/\s+/).filter((word) => word !== '')
    return words.length === 0 ? [] : documents.filter((document) => words.every((word) => document.path.toLowerCase().includes(word))).slice(0, DOCUMENTS_SHOWN)
  }, [search, documents])

  function run(action: () => void) {
    navigation.dialog.set(null)
    action()
  }
  const theme = (next: 'light' | 'dark' | 'system') => () => void settings.change({ appearance: { theme: next } })
  const actions: readonly Action[] = [
    { name: names.ask, shortcut: 'question', run: () => { source.closeDrawer(); navigation.focusQuestion() } },
    { name: names.newQuestion, shortcut: 'newQuestion', run: () => { conversation.startNew(); source.clear(false); navigation.focusQuestion() } },
    { name: names.stop, shortcut: 'stop', run: () => void conversation.stop() },
    { name: names.addFiles, run: props.onAddFiles },
    { name: names.addFolder, run: props.onAddFolder },
    { name: names.library, shortcut: 'library', run: () => navigation.go({ kind: 'library', folder: null, needsYou: false }) },
    { name: names.audit, run: () => navigation.go({ kind: 'audit' }) },
    { name: names.nextCitation, shortcut: 'next', run: () => stepCitation(conversation, source, 1) },
    { name: names.previousCitation, shortcut: 'previous', run: () => stepCitation(conversation, source, -1) },
    { name: names.foldLeft, shortcut: 'left', run: props.onToggleLeft },
    { name: names.foldSource, shortcut: 'source', run: () => source.setOpen(!source.store.get().isOpen) },
    { name: names.settings, shortcut: 'settings', run: () => navigation.dialog.set('settings') },
    { name: names.proof, run: () => navigation.dialog.set('proof') },
    { name: names.importModel, run: props.onImportModel },
    { name: names.light, run: theme('light') }, { name: names.dark, run: theme('dark') }, { name: names.system, run: theme('system') },
  ]
  return (
    <>
      <Command.Input className="palette__input" value={search} onValueChange={setSearch} placeholder={text.palette.placeholder} />
      <Command.List className="palette__list">
        <Command.Empty className="palette__empty">{text.palette.none}</Command.Empty>
        <Command.Group heading={text.palette.groups.actions}>
          {actions.map((action) => <Command.Item key={action.name} className="palette__item" value={action.name} onSelect={() => run(action.run)}>{action.name}{action.shortcut !== undefined && <kbd className="keys">{shortcutLabel(action.shortcut)}</kbd>}</Command.Item>)}
        </Command.Group>
        {threads.length > 0 && (
          <Command.Group heading={text.palette.groups.threads}>
            {threads.slice(0, 20).map((thread) => <Command.Item key={thread.threadId} className="palette__item" value={`${thread.title} ${thread.threadId}`} onSelect={() => run(() => { navigation.go({ kind: 'ask' }); source.clear(false); void conversation.open(thread.threadId) })}>{thread.title}</Command.Item>)}
          </Command.Group>
        )}
        {found.length > 0 && (
          <Command.Group heading={text.palette.groups.documents}>
            {found.map((document) => <Command.Item key={document.documentId} className="palette__item" value={`${document.path} ${document.documentId}`} onSelect={() => run(() => source.openDocument(document.documentId, document.path))}>{fileName(document.path)}<small>{folderOf(document.path)}</small></Command.Item>)}
          </Command.Group>
        )}
      </Command.List>
    </>
  )
}
