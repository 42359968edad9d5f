import { useId } from 'react'
import { ocrLanguageName } from '../text/languageNames.ts'
import { text } from '../text/text.ts'

interface LanguageChecksProps {
  readonly label: string
  /** Most expected first. */
  readonly chosen: readonly string[]
  /** Null while nobody knows. */
  readonly installed: readonly string[] | null
  readonly onChange: (chosen: readonly string[]) => void
}

/** More slow reading down, and the contract refuses them. */
const MOST = 8

/** Languages of scans by their names: those that are installed, and those that were chosen and are not. One stays chosen. */
export function LanguageChecks({ label, chosen, installed, onChange }: LanguageChecksProps) {
  const id = useId()
  const missing = chosen.filter((code) => installed?.includes(code) === false)
  const shown = [...new Set([...installed ?? [], ...chosen])].toSorted((left, right) => ocrLanguageName(left).localeCompare(ocrLanguageName(right)))
  return (
    <div className="field" role="group" aria-labelledby={id} aria-describedby={`${id}-note`}>
      <span id={id} className="field__label">{label}</span>
      <div className="checks">
        {shown.map((code) => {
          const isChosen = chosen.includes(code)
          return (
            <label key={code} className="check">
              <input
                type="checkbox" checked={isChosen} disabled={isChosen ? chosen.length === 1 : chosen.length >= MOST}
                onChange={() => onChange(isChosen ? chosen.filter((other) => other !== code) : [...chosen, code])}
              />
              <span>{ocrLanguageName(code)}{missing.includes(code) && ` (${text.settings.ocrMissing})`}</span>
            </label>
          )
        })}
      </div>
      <span id={`${id}-note`} className="field__note">{text.settings.ocrNote}</span>
    </div>
  )
}
