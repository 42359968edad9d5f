import { useEffect, useState, type FormEvent } from 'react'
import { MIN_PASSPHRASE_CHARS, type LockStatus } from '../../../src-shared/domain/lock.ts'
import { Button } from '../../components/Button.tsx'
import { useStore } from '../../state/useStore.ts'
import { useWindow } from '../../state/WindowContext.ts'
import { lockText } from '../../text/lockText.ts'

/** The passphrase: on, changed, off; and when the window locks itself. */
export function LockSection() {
  const { client, settings, notices } = useWindow()
  const [status, setStatus] = useState<LockStatus | null>(null)
  const minutes = useStore(settings.store, (state) => state.privacy.autoLockMinutes)
  useEffect(() => {
    let isGone = false
    const load = () => void client.call('lock.status', {}).then((next) => { if (!isGone) setStatus(next) }, () => undefined)
    load()
    // The work that encrypts is a job: its end is a change of the lock.
    const unsubscribe = client.subscribe((event) => { if (event.topic === 'job' && event.job.state !== 'running') load() })
    return () => {
      isGone = true
      unsubscribe()
    }
  }, [client])
  if (status === null) return null
  const attempt = (work: () => Promise<unknown>, told: string) => {
    work().then(async () => {
      setStatus(await client.call('lock.status', {}))
      notices.tell(told)
    }, (thrown: unknown) => { notices.fail(thrown) })
  }
  return (
    <div className="settings__form">
      <p className="field__note">{lockText.states[status.state]} {lockText.notEncrypted}</p>
      {status.state === 'off'
        ? <PassphraseForm action={lockText.turnOn} onDone={(_former, next) => attempt(() => client.call('lock.turnOn', { passphrase: next }), lockText.begun)} />
        : (
          <>
            <div><Button size="small" onClick={() => attempt(() => client.call('lock.lockNow', {}), '')}>{lockText.lockNow}</Button></div>
            <label className="field"><span className="field__label">{lockText.autoLock}</span><input className="input" type="number" min={0} max={1440} value={minutes} onChange={(event) => void settings.change({ privacy: { autoLockMinutes: Math.max(0, Math.min(1440, Math.round(Number(event.target.value)))) } })} /></label>
            <PassphraseForm hasFormer action={lockText.change} onDone={(former, next) => attempt(() => client.call('lock.change', { passphrase: former, next }), lockText.changed)} />
            <TurnOffForm onDone={(passphrase) => attempt(() => client.call('lock.turnOff', { passphrase }), lockText.begun)} />
          </>
        )}
      <p className="field__note">{lockText.loss}</p>
    </div>
  )
}

interface PassphraseFormProps {
  readonly action: string
  readonly hasFormer?: boolean
  readonly onDone: (former: string, next: string) => void
}

/** Typed twice: a slip would lock the library for good. */
function PassphraseForm({ action, hasFormer = false, onDone }: PassphraseFormProps) {
  const [former, setFormer] = useState('')
  const [next, setNext] = useState('')
  const [again, setAgain] = useState('')
  function submit(event: FormEvent) {
    event.preventDefault()
    onDone(former, next)
    for (const clear of [setFormer, setNext, setAgain]) clear('')
  }
  return (
    <form className="settings__form" onSubmit={submit} aria-label={action}>
      {hasFormer && <Secret label={lockText.passphrase} value={former} onChange={setFormer} />}
      <Secret label={lockText.next} value={next} onChange={setNext} />
      <Secret label={lockText.again} value={again} onChange={setAgain} />
      {again !== '' && again !== next && <p role="alert" className="field__note">{lockText.differ}</p>}
      <div><Button type="submit" size="small" disabled={[...next].length < MIN_PASSPHRASE_CHARS || next !== again || (hasFormer && former === '')}>{action}</Button></div>
    </form>
  )
}

function TurnOffForm({ onDone }: { readonly onDone: (passphrase: string) => void }) {
  const [passphrase, setPassphrase] = useState('')
  function submit(event: FormEvent) {
    event.preventDefault()
    onDone(passphrase)
    setPassphrase('')
  }
  return (
    <form className="settings__form" onSubmit={submit} aria-label={lockText.turnOff}>
      <Secret label={lockText.passphrase} value={passphrase} onChange={setPassphrase} />
      <div><Button type="submit" size="small" disabled={passphrase === ''}>{lockText.turnOff}</Button></div>
    </form>
  )
}

function Secret({ label, value, onChange }: { readonly label: string; readonly value: string; readonly onChange: (value: string) => void }) {
  return <label className="field"><span className="field__label">{label}</span><input className="input" type="password" autoComplete="off" value={value} onChange={(event) => onChange(event.target.value)} /></label>
}
