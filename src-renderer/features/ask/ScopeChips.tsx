import { ChevronDown, X } from 'lucide-react'
import { Popover } from 'radix-ui'
import type { ComponentPropsWithRef } from 'react'
import { Menu, MenuCheck } from '../../components/Menu.tsx'
import { useStore } from '../../state/useStore.ts'
import { useWindow } from '../../state/WindowContext.ts'
import { fileName } from '../../text/paths.ts'
import { text } from '../../text/text.ts'
import { DocumentPicker } from './DocumentPicker.tsx'
import type { Scope } from './Scope.ts'

interface ScopeChipsProps {
  readonly scope: Scope
  readonly onChange: (scope: Scope) => void
}

/** What the question is narrowed to: each choice a chip that can be taken off, behind the ways to choose more. */
export function ScopeChips({ scope, onChange }: ScopeChipsProps) {
  const { conversation, library } = useWindow()
  const folders = useStore(library.store, (state) => state.folders)
  const isEmpty = useStore(library.store, (state) => state.documents.length === 0)
  const threadId = useStore(conversation.store, (state) => state.threadId)
  const pinned = useStore(conversation.threads, (threads) => threads.find((thread) => thread.threadId === threadId)?.pinned ?? NONE)
  const types = useStore(library.store, (state) => state.types)
  const toggle = (values: readonly string[], value: string, isOn: boolean) => (isOn ? [...values, value] : values.filter((other) => other !== value))
  if (isEmpty) return <div className="scope" />

  return (
    <div className="scope" role="group" aria-label={text.ask.scope}>
      {pinned.length > 0 && threadId !== null && <Chosen label={text.ask.pinned(pinned.length)} onRemove={() => void conversation.pin(threadId, [])} />}
      {scope.folders.map((folder) => <Chosen key={folder} label={fileName(folder)} onRemove={() => onChange({ ...scope, folders: toggle(scope.folders, folder, false) })} />)}
      {scope.documents.map((document) => <Chosen key={document.documentId} label={fileName(document.path)} onRemove={() => onChange({ ...scope, documents: scope.documents.filter((other) => other !== document) })} />)}
      {scope.types.map((type) => <Chosen key={type} label={text.ask.ofType(type)} onRemove={() => onChange({ ...scope, types: toggle(scope.types, type, false) })} />)}
      {scope.after !== '' && <Chosen label={text.ask.since(scope.after)} onRemove={() => onChange({ ...scope, after: '' })} />}
      {scope.before !== '' && <Chosen label={text.ask.until(scope.before)} onRemove={() => onChange({ ...scope, before: '' })} />}

      {folders.length > 0 && (
        <Menu trigger={<Opener label={text.ask.scopeFolders}>{text.ask.allFolders}</Opener>}>
          {folders.map((folder) => (
            <MenuCheck key={folder.folderId} isChecked={scope.folders.includes(folder.path)} onChange={(isOn) => onChange({ ...scope, folders: toggle(scope.folders, folder.path, isOn) })}>{fileName(folder.path)}</MenuCheck>
          ))}
        </Menu>
      )}
      <Popover.Root>
        <Popover.Trigger asChild><Opener label={text.ask.scopeDocuments}>{text.ask.allDocuments}</Opener></Popover.Trigger>
        <Popover.Portal>
          <Popover.Content className="menu" align="start" sideOffset={4} collisionPadding={8} aria-label={text.ask.scopeDocuments}>
            <DocumentPicker chosen={scope.documents} onChange={(next) => onChange({ ...scope, documents: next })} />
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
      {types.length > 1 && (
        <Menu trigger={<Opener label={text.ask.scopeTypes}>{text.ask.allTypes}</Opener>}>
          {types.map((type) => <MenuCheck key={type} isChecked={scope.types.includes(type)} onChange={(isOn) => onChange({ ...scope, types: toggle(scope.types, type, isOn) })}>{type}</MenuCheck>)}
        </Menu>
      )}
      <Popover.Root>
        <Popover.Trigger asChild><Opener label={text.ask.scopeDates}>{text.ask.anyDate}</Opener></Popover.Trigger>
        <Popover.Portal>
          <Popover.Content className="menu scope__dates" align="start" sideOffset={4} collisionPadding={8} aria-label={text.ask.scopeDates}>
            <label className="field"><span>{text.ask.after}</span><input className="input" type="date" value={scope.after} onChange={(event) => onChange({ ...scope, after: event.target.value })} /></label>
            <label className="field"><span>{text.ask.before}</span><input className="input" type="date" value={scope.before} onChange={(event) => onChange({ ...scope, before: event.target.value })} /></label>
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
    </div>
  )
}

const NONE: readonly never[] = []

function Chosen({ label, onRemove }: { readonly label: string; readonly onRemove: () => void }) {
  return <button type="button" className="scope-chip" data-on="true" aria-label={text.ask.removeScope(label)} title={text.ask.removeScope(label)} onClick={onRemove}><span>{label}</span><X size={12} aria-hidden /></button>
}

function Opener({ label, children, ...rest }: ComponentPropsWithRef<'button'> & { readonly label: string }) {
  return <button type="button" className="scope-chip" title={label} {...rest}><span>{children}</span><ChevronDown size={12} aria-hidden /></button>
}
