import { ChevronDown, X } from 'lucide-react'
import { Popover } from 'radix-ui'
import { useMemo, type ReactNode } from 'react'
import { Menu, MenuCheck } from '../../components/Menu.tsx'
import { useStore } from '../../state/useStore.ts'
import { useWindow } from '../../state/WindowContext.ts'
import { fileName } from '../../text/paths.ts'
import { text } from '../../text/text.ts'
import { EVERYTHING, isNarrowed, type Scope } from './Scope.ts'

interface ScopeChipsProps {
  readonly scope: Scope
  readonly onChange: (scope: Scope) => void
}

/** Folders, types and dates that the question is narrowed to. */
export function ScopeChips({ scope, onChange }: ScopeChipsProps) {
  const { library } = useWindow()
  const folders = useStore(library.store, (state) => state.folders)
  const documents = useStore(library.store, (state) => state.documents)
  const types = useMemo(() => [...new Set(documents.map((document) => fileName(document.path).split('.').at(-1)?.toLowerCase() ?? ''))].filter((type) => type !== '' && type.length <= 5).sort(), [documents])
  const toggle = (values: readonly string[], value: string, isOn: boolean) => (isOn ? [...values, value] : values.filter((other) => other !== value))
  const dates = scope.after === '' && scope.before === '' ? text.ask.anyDate : `${scope.after || '…'} – ${scope.before || '…'}`

  return (
    <div className="scope">
      {folders.length > 0 && (
        <Menu trigger={<ScopeChip label={text.ask.scopeFolders} isOn={scope.folders.length > 0}>{scope.folders.length === 0 ? text.ask.allFolders : scope.folders.map(fileName).join(', ')}</ScopeChip>}>
          {folders.map((folder) => (
            <MenuCheck key={folder.folderId} isChecked={scope.folders.includes(folder.path)} onChange={(isOn) => onChange({ ...scope, folders: toggle(scope.folders, folder.path, isOn) })}>{fileName(folder.path)}</MenuCheck>
          ))}
        </Menu>
      )}
      {types.length > 1 && (
        <Menu trigger={<ScopeChip label={text.ask.scopeTypes} isOn={scope.types.length > 0}>{scope.types.length === 0 ? text.ask.allTypes : scope.types.join(', ')}</ScopeChip>}>
          {types.map((type) => <MenuCheck key={type} isChecked={scope.types.includes(type)} onChange={(isOn) => onChange({ ...scope, types: toggle(scope.types, type, isOn) })}>{type}</MenuCheck>)}
        </Menu>
      )}
      {documents.length > 0 && (
        <Popover.Root>
          <Popover.Trigger asChild><ScopeChip label={text.ask.scopeDates} isOn={scope.after !== '' || scope.before !== ''}>{dates}</ScopeChip></Popover.Trigger>
          <Popover.Portal>
            <Popover.Content className="menu scope__dates" sideOffset={4} collisionPadding={8} aria-label={text.ask.scopeDates}>
              <label className="field"><span>{text.ask.after}</span><input className="input" type="date" value={scope.after} onChange={(event) => onChange({ ...scope, after: event.target.value })} /></label>
              <label className="field"><span>{text.ask.before}</span><input className="input" type="date" value={scope.before} onChange={(event) => onChange({ ...scope, before: event.target.value })} /></label>
            </Popover.Content>
          </Popover.Portal>
        </Popover.Root>
      )}
      {isNarrowed(scope) && <button type="button" className="scope-chip scope-chip--clear" aria-label={text.ask.clearScope} onClick={() => onChange(EVERYTHING)}><X size={13} aria-hidden /></button>}
    </div>
  )
}

function ScopeChip({ label, isOn, children, ...rest }: { readonly label: string; readonly isOn: boolean; readonly children: ReactNode }) {
  return <button type="button" className="scope-chip" data-on={isOn} title={label} {...rest}><span>{children}</span><ChevronDown size={12} aria-hidden /></button>
}
