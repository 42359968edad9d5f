import { Check, TriangleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { DoctorCheck } from '../../../src-shared/domain/status.ts'
import { Dialog } from '../../components/Dialog.tsx'
import { errorData } from '../../state/errorData.ts'
import { useWindow } from '../../state/WindowContext.ts'
import { text } from '../../text/text.ts'
import { foreignRequests } from './foreignRequests.ts'
import './proof.css'

interface ProofDialogProps {
  readonly isOpen: boolean
  readonly onClose: () => void
}

type Finding = Pick<DoctorCheck, 'ok' | 'message'>

/** "Nothing leaves this computer", looked at now: the connections of every process, and the addresses that this page has loaded. */
export function ProofDialog({ isOpen, onClose }: ProofDialogProps) {
  return <Dialog isOpen={isOpen} onClose={onClose} title={text.proof.title} description={text.proof.description}><ProofBody /></Dialog>
}

function ProofBody() {
  const { client } = useWindow()
  const [network, setNetwork] = useState<Finding | null>(null)
  useEffect(() => {
    let isGone = false
    client.call('doctor.run', {}).then(
      ({ checks }) => { if (!isGone) setNetwork(checks.find(({ name }) => name === 'network') ?? { ok: false, message: text.proof.unknown }) },
      (thrown: unknown) => { if (!isGone) setNetwork({ ok: false, message: errorData(thrown).message }) },
    )
    return () => { isGone = true }
  }, [client])
  const strangers = foreignRequests(performance.getEntriesByType('resource').map(({ name }) => name), location.origin)
  const page: Finding = strangers.length === 0 ? { ok: true, message: text.proof.pageOk(performance.getEntriesByType('resource').length) } : { ok: false, message: text.proof.pageBad(strangers) }
  return (
    <>
      <ul className="proof" aria-live="polite">
        {network === null ? <li>{text.proof.looking}</li> : <ProofLine finding={network} />}
        <ProofLine finding={page} />
      </ul>
      <h3 className="proof__title">{text.proof.yourself}</h3>
      <ol className="proof__ways">{text.proof.ways.map((way) => <li key={way}>{way}</li>)}</ol>
    </>
  )
}

function ProofLine({ finding: { ok, message } }: { readonly finding: Finding }) {
  return <li className={ok ? 'proof__line' : 'proof__line proof__line--bad'}>{ok ? <Check size={16} aria-hidden /> : <TriangleAlert size={16} aria-hidden />}<span>{message}</span></li>
}
