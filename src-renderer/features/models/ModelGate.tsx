import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { text } from '../../text/text.ts'
import type { ModelGateState, Refusal } from './useModelGate.ts'

/** Says that a model is being judged, and why it was refused; with a reason a person takes it all the same. */
export function ModelGate({ gate: { busy, refusal, use, dismiss } }: { readonly gate: ModelGateState }) {
  return (
    <>
      <p role="status" className="field__note">{busy}</p>
      {refusal !== null && <Refused key={refusal.name} refusal={refusal} onOverride={(reason) => use(refusal.name, reason)} onKeep={dismiss} />}
    </>
  )
}

function Refused({ refusal: { name, findings }, onOverride, onKeep }: { readonly refusal: Refusal; readonly onOverride: (reason: string) => Promise<void>; readonly onKeep: () => void }) {
  const [reason, setReason] = useState('')
  const words = text.models.gate
  return (
    <section className="models__refused" role="alert" aria-label={words.refused(name)}>
      <b>{words.refused(name)}</b>
      <ul>{findings.map((finding) => <li key={finding}>{finding}</li>)}</ul>
      <label className="field"><span className="field__label">{words.reason}</span><input className="input" value={reason} maxLength={4000} onChange={({ target }) => setReason(target.value)} /><span className="field__note">{words.reasonNote}</span></label>
      <div className="models__choice">
        <Button size="small" look="accent" onClick={onKeep}>{words.keep}</Button>
        <Button size="small" disabled={reason.trim() === ''} onClick={() => void onOverride(reason.trim())}>{words.override}</Button>
      </div>
    </section>
  )
}
