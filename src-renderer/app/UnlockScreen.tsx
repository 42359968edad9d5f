import { useEffect, useState, type FormEvent } from 'react'
import type { WindowClient } from '../client/WindowClient.ts'
import { Button } from '../components/Button.tsx'
import { errorData } from '../state/errorData.ts'
import { lockText } from '../text/lockText.ts'

interface UnlockScreenProps {
  readonly client: WindowClient
  readonly onUnlocked: () => void
}

/** All that a locked window shows. Another window may unlock the library meanwhile. */
export function UnlockScreen({ client, onUnlocked }: UnlockScreenProps) {
  const [passphrase, setPassphrase] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [isWorking, setIsWorking] = useState(false)
  useEffect(() => client.subscribe((event) => { if (event.topic === 'lock') onUnlocked() }), [client, onUnlocked])
  async function unlock() {
    setIsWorking(true)
    setProblem(null)
    try {
      await client.call('lock.unlock', { passphrase })
      onUnlocked()
    } catch (thrown) {
      setProblem(errorData(thrown).message)
      setIsWorking(false)
    }
  }
  function submit(event: FormEvent) {
    event.preventDefault()
    if (passphrase !== '') void unlock()
  }
  return (
    <main className="unlock">
      <form className="unlock__form" onSubmit={submit}>
        <h1>{lockText.title}</h1>
        <p>{lockText.body}</p>
        <label className="field">
          <span className="field__label">{lockText.passphrase}</span>
          <input className="input" type="password" autoFocus autoComplete="off" value={passphrase} onChange={(event) => setPassphrase(event.target.value)} />
        </label>
        <p role="alert" className="field__note">{problem}</p>
        <div><Button type="submit" look="accent" disabled={isWorking || passphrase === ''}>{isWorking ? lockText.unlocking : lockText.unlock}</Button></div>
      </form>
    </main>
  )
}
