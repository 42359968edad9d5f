import { useId, useState, type FormEvent } from 'react'
import { Button } from '../../components/Button.tsx'
import { Choice } from '../../components/Choice.tsx'
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx'
import { useStore } from '../../state/useStore.ts'
import { useWindow } from '../../state/WindowContext.ts'
import { text } from '../../text/text.ts'

/** How long the audit log keeps what was asked and read, and whether it answers the same question again. */
export function RecordSection() {
  const { settings } = useWindow()
  const { retentionDays, repeatAnswers } = useStore(settings.store, (state) => state.audit)
  const [days, setDays] = useState(retentionDays === 0 ? '' : String(retentionDays))
  const id = useId()
  const [isAsking, setIsAsking] = useState(false)
  const wanted = days.trim() === '' ? 0 : Math.round(Number(days))
  // Keeping for a shorter time takes away what cannot be brought back.
  const isShorter = wanted > 0 && (retentionDays === 0 || wanted < retentionDays)
  const keep = () => void settings.change({ audit: { retentionDays: wanted } })
  function save(event: FormEvent) {
    event.preventDefault()
    if (isShorter) setIsAsking(true)
    else keep()
  }
  return (
    <>
      <form className="settings__line" onSubmit={save}>
        <label className="field__label" htmlFor={id}>{text.record.retention}</label>
        <input id={id} className="input" type="number" min={1} max={36_500} value={days} placeholder={text.record.forEver} onChange={(event) => setDays(event.target.value)} />
        <Button type="submit" size="small" disabled={wanted === retentionDays}>{text.settings.save}</Button>
        <span className="field__note">{text.record.retentionNote}</span>
      </form>
      <div className="field">
        <span className="field__label">{text.record.repeat}</span>
        <Choice label={text.record.repeat} value={repeatAnswers ? 'repeat' : 'anew'} options={text.record.repeatNames} onChange={(next) => void settings.change({ audit: { repeatAnswers: next === 'repeat' } })} />
        <span className="field__note">{text.record.repeatNote}</span>
      </div>
      <ConfirmDialog isOpen={isAsking} title={text.record.shorterTitle(wanted)} body={text.record.shorterBody} confirm={text.record.shorterConfirm} onClose={() => setIsAsking(false)} onConfirm={keep} />
    </>
  )
}
