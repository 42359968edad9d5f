import { Choice } from '../../components/Choice.tsx'
import { useStore } from '../../state/useStore.ts'
import { useWindow } from '../../state/WindowContext.ts'
import { privacyText } from '../../text/privacyText.ts'

/** Where personal data is hidden. */
export function PrivacySection() {
  const { settings } = useWindow()
  const masking = useStore(settings.store, (state) => state.privacy.masking)
  return (
    <div className="field">
      <span className="field__label">{privacyText.masking}</span>
      <Choice label={privacyText.masking} value={masking} options={privacyText.maskings} onChange={(next) => void settings.change({ privacy: { masking: next } })} />
      <span className="field__note">{privacyText.maskingNotes[masking]} {privacyText.maskingLimits}</span>
    </div>
  )
}
