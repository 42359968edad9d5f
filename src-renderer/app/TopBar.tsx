import { Command, PanelLeft, Settings } from 'lucide-react'
import { Button, IconButton } from '../components/Button.tsx'
import { useStore } from '../state/useStore.ts'
import { useWindow } from '../state/WindowContext.ts'
import { text } from '../text/text.ts'

interface TopBarProps {
  readonly isLeftOpen: boolean
  readonly onToggleLeft: () => void
}

/** The name of the product, the promise, what answers, and the way to commands and settings. */
export function TopBar({ isLeftOpen, onToggleLeft }: TopBarProps) {
  const { library, navigation, settings } = useWindow()
  const status = useStore(library.store, (state) => state.status)
  const mode = useStore(settings.store, (state) => state.answering.mode)
  const answering = mode === 'generated' ? (status?.chat.model ?? text.modes.evidence) : text.modes.evidence
  return (
    <header className="top">
      <IconButton label={isLeftOpen ? text.navigation.fold : text.navigation.unfold} shortcut="left" aria-expanded={isLeftOpen} onClick={onToggleLeft}><PanelLeft size={16} aria-hidden /></IconButton>
      <span className="brand">{text.product}<sup aria-hidden>1</sup></span>
      <button type="button" className="seal" title={text.empty.prove} onClick={() => navigation.dialog.set('proof')}><i className="seal__dot" aria-hidden />{text.nothingLeaves}<span className="seal__model">{[status?.embedding.model, answering].filter((part) => part !== undefined && part !== '').map((part) => ` · ${part}`).join('')}</span></button>
      <Button look="quiet" size="small" hint={text.shortcuts.palette} shortcut="palette" onClick={() => navigation.dialog.set('palette')}><Command size={14} aria-hidden />{text.navigation.palette}</Button>
      <Button look="quiet" size="small" hint={text.navigation.settings} shortcut="settings" onClick={() => navigation.dialog.set('settings')}><Settings size={14} aria-hidden />{text.navigation.settings}</Button>
    </header>
  )
}
