import { useState, type FormEvent } from 'react'
import type { AlertThresholds } from '../../../src-shared/domain/monitoring.ts'
import { Button } from '../../components/Button.tsx'
import { useStore } from '../../state/useStore.ts'
import { useWindow } from '../../state/WindowContext.ts'
import { text } from '../../text/text.ts'

type Name = keyof AlertThresholds

/** How each threshold is typed: what one unit of the field is of what is stored, and its limits in that unit. */
const FIELDS: Readonly<Record<Name, { readonly unit: number; readonly min: number; readonly max?: number }>> = {
  answerP95Ms: { unit: 1000, min: 0.1 },
  abstentionShare: { unit: 0.01, min: 0, max: 100 },
  unsupportedShare: { unit: 0.01, min: 0, max: 100 },
  wrongFeedbackShare: { unit: 0.01, min: 0, max: 100 },
  failedFileShare: { unit: 0.01, min: 0, max: 100 },
  memoryBytes: { unit: 1e9, min: 0.1 },
}
const NAMES = Object.keys(FIELDS) as Name[]

/** From when on a figure is called out. `onSaved` runs when the new thresholds are in force. */
export function AlertThresholdsForm({ onSaved }: { readonly onSaved: () => void }) {
  const { settings } = useWindow()
  const thresholds = useStore(settings.store, (state) => state.monitoring)
  // Another window may change them; then the fields begin anew.
  return (
    <details className="thresholds">
      <summary>{text.figures.thresholds.title}</summary>
      <Fields key={JSON.stringify(thresholds)} thresholds={thresholds} onSave={(next) => void settings.change({ monitoring: next }).then(onSaved)} />
    </details>
  )
}

function Fields({ thresholds, onSave }: { readonly thresholds: AlertThresholds; readonly onSave: (next: AlertThresholds) => void }) {
  const [typed, setTyped] = useState(() => Object.fromEntries(NAMES.map((name) => [name, String(Number((thresholds[name] / FIELDS[name].unit).toFixed(2)))])) as Record<Name, string>)
  function save(event: FormEvent) {
    event.preventDefault()
    onSave(Object.fromEntries(NAMES.map((name) => [name, Number((Number(typed[name]) * FIELDS[name].unit).toFixed(4))])) as Record<Name, number>)
  }
  return (
    <form onSubmit={save} aria-label={text.figures.thresholds.title}>
      {NAMES.map((name) => {
        const { min, max } = FIELDS[name]
        return (
          <label key={name} className="thresholds__field">
            <span>{text.figures.thresholds.names[name]}</span>
            <input className="input" type="number" required step="any" min={min} max={max} value={typed[name]} onChange={({ target }) => setTyped((before) => ({ ...before, [name]: target.value }))} />
            <span aria-hidden>{text.figures.thresholds.units[name]}</span>
          </label>
        )
      })}
      <p className="field__note">{text.figures.thresholds.note}</p>
      <div><Button type="submit" size="small">{text.settings.save}</Button></div>
    </form>
  )
}
