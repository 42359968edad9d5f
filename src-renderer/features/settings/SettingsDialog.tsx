import { useState, type FormEvent, type ReactNode } from 'react'
import { Button } from '../../components/Button.tsx'
import { Choice } from '../../components/Choice.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { LanguageChecks } from '../../components/LanguageChecks.tsx'
import { useOcrLanguages } from '../../state/useOcrLanguages.ts'
import { useStore } from '../../state/useStore.ts'
import { useWindow } from '../../state/WindowContext.ts'
import { shortcutLabel, SHORTCUTS, type ShortcutName } from '../../text/shortcuts.ts'
import { lockText } from '../../text/lockText.ts'
import { text } from '../../text/text.ts'
import { FolderRulesSection } from './FolderRulesSection.tsx'
import { LockSection } from './LockSection.tsx'
import { PrivacySection } from './PrivacySection.tsx'
import { RecordSection } from './RecordSection.tsx'
import './settings.css'

interface SettingsDialogProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  /** The list of models, a feature of its own. */
  readonly models: ReactNode
}

const BYTES_A_MEGABYTE = 1024 * 1024

export function SettingsDialog({ isOpen, onClose, models }: SettingsDialogProps) {
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={text.settings.title} description={text.settings.description} isWide>
      <Appearance />
      <Answering />
      <Section title={text.settings.sections.models}>{models}</Section>
      <Reading />
      <Section title={text.settings.sections.folders}><FolderRulesSection /></Section>
      <Section title={text.settings.sections.privacy}><PrivacySection /></Section>
      <Section title={lockText.section}><LockSection /></Section>
      <Section title={text.settings.sections.record}><RecordSection /></Section>
      <Shortcuts />
    </Dialog>
  )
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return <section className="settings__section"><h3>{title}</h3><div className="settings__body">{children}</div></section>
}

function Appearance() {
  const { settings, client } = useWindow()
  const closing = useStore(settings.store, (state) => state.window.closing)
  const theme = useStore(settings.store, (state) => state.appearance.theme)
  return (
    <Section title={text.settings.sections.appearance}>
      <Choice label={text.settings.theme} value={theme} options={text.settings.themes} onChange={(next) => void settings.change({ appearance: { theme: next } })} />
      {client.host === 'electron' && (
        <div className="field">
          <span className="field__label">{text.settings.closing}</span>
          <Choice label={text.settings.closing} value={closing} options={text.settings.closings} onChange={(next) => void settings.change({ window: { closing: next } })} />
          <span className="field__note">{text.settings.closingNotes[closing]}</span>
        </div>
      )}
    </Section>
  )
}

function Answering() {
  const { settings } = useWindow()
  const { mode, unsupported } = useStore(settings.store, (state) => state.answering)
  const hasChatModel = useStore(settings.models, (models) => models.some((model) => model.role === 'chat'))
  return (
    <Section title={text.settings.sections.answering}>
      <div className="field">
        <Choice label={text.settings.mode} value={mode} options={text.settings.modeNames} disabled={hasChatModel ? [] : ['generated']} onChange={(next) => void settings.change({ answering: { mode: next } })} />
        <span className="field__note">{text.settings.modeNotes[mode]} {!hasChatModel && text.settings.noChatModel}</span>
      </div>
      {mode === 'generated' && (
        <div className="field">
          <span className="field__label">{text.settings.unsupported}</span>
          <Choice label={text.settings.unsupported} value={unsupported} options={text.settings.unsupportedNames} onChange={(next) => void settings.change({ answering: { unsupported: next } })} />
        </div>
      )}
    </Section>
  )
}

function Reading() {
  const { settings } = useWindow()
  const reading = useStore(settings.store, (state) => state.reading)
  const installed = useOcrLanguages()
  const [megabytes, setMegabytes] = useState(String(Math.round(reading.maxFileBytes / BYTES_A_MEGABYTE)))
  function save(event: FormEvent) {
    event.preventDefault()
    const maxFileBytes = Math.round(Number(megabytes) * BYTES_A_MEGABYTE)
    if (maxFileBytes > 0) void settings.change({ reading: { maxFileBytes } })
  }
  return (
    <Section title={text.settings.sections.reading}>
      <div className="field">
        <span className="field__label">{text.settings.pace}</span>
        <Choice label={text.settings.pace} value={reading.pace} options={text.settings.paces} onChange={(pace) => void settings.change({ reading: { pace } })} />
        <span className="field__note">{text.settings.paceNotes[reading.pace]}</span>
      </div>
      <LanguageChecks label={text.settings.ocr} chosen={reading.ocrLanguages} installed={installed} onChange={(ocrLanguages) => void settings.change({ reading: { ocrLanguages: [...ocrLanguages] } })} />
      <form className="settings__form" onSubmit={save}>
        <label className="field"><span className="field__label">{text.settings.maxFile}</span><input className="input" type="number" min={1} value={megabytes} onChange={(event) => setMegabytes(event.target.value)} /></label>
        <div><Button type="submit" size="small">{text.settings.save}</Button></div>
      </form>
    </Section>
  )
}

const SHOWN: readonly (readonly [string, ShortcutName])[] = [
  [text.shortcuts.question, 'question'], [text.shortcuts.stop, 'stop'], [text.shortcuts.palette, 'palette'], [text.shortcuts.next, 'next'], [text.shortcuts.previous, 'previous'],
  [text.shortcuts.newQuestion, 'newQuestion'], [text.shortcuts.left, 'left'], [text.shortcuts.source, 'source'], [text.shortcuts.settings, 'settings'],
]

function Shortcuts() {
  return (
    <Section title={text.settings.sections.shortcuts}>
      <dl className="keys-list">{SHOWN.map(([name, key]) => <div key={key}><dt>{name}</dt><dd><kbd title={SHORTCUTS[key]}>{shortcutLabel(key)}</kbd></dd></div>)}</dl>
    </Section>
  )
}
