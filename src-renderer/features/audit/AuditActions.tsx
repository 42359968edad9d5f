import { RotateCcw, ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import type { ReplayResult } from '../../../src-shared/domain/audit.ts'
import type { AnswerId } from '../../../src-shared/domain/ids.ts'
import { Button } from '../../components/Button.tsx'
import { useWindow } from '../../state/WindowContext.ts'
import { text } from '../../text/text.ts'

/** Verifies the chain, and replays one answer, saying what came out differently. */
export function AuditActions({ answerId }: { readonly answerId: AnswerId | null }) {
  const { client, notices } = useWindow()
  const [chain, setChain] = useState<{ readonly ok: boolean; readonly message: string } | null>(null)
  const [replay, setReplay] = useState<ReplayResult | 'running' | null>(null)

  async function verify() {
    try {
      const { ok, entries, brokenAt } = await client.call('audit.verify', {})
      setChain({ ok, message: ok ? text.audit.verifyOk(entries) : text.audit.verifyBroken(brokenAt ?? 0) })
    } catch (thrown) {
      notices.fail(thrown)
    }
  }
  async function runReplay(id: AnswerId) {
    setReplay('running')
    try {
      setReplay(await client.call('audit.replay', { answerId: id }))
    } catch (thrown) {
      setReplay(null)
      notices.fail(thrown)
    }
  }

  return (
    <div className="audit__actions">
      <Button size="small" onClick={() => void verify()}><ShieldCheck size={14} aria-hidden />{text.audit.verify}</Button>
      {answerId !== null && <Button size="small" disabled={replay === 'running'} onClick={() => void runReplay(answerId)}><RotateCcw size={14} aria-hidden />{text.audit.replay}</Button>}
      <div role="status" className="audit__outcome">
        {chain !== null && <p className={chain.ok ? 'audit__ok' : 'audit__bad'}>{chain.message}</p>}
        {replay === 'running' && <p>{text.audit.replaying}</p>}
        {replay !== null && replay !== 'running' && (replay.differences.length === 0
          ? <p className="audit__ok">{text.audit.replaySame}</p>
          : <><p className="audit__bad">{text.audit.replayDiffers}</p><ul>{replay.differences.map((difference, index) => <li key={index}><b>{text.audit.replayStages[difference.stage]}:</b> {difference.message}</li>)}</ul></>)}
      </div>
    </div>
  )
}
