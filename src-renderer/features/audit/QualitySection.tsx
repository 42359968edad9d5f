import { useCallback, useEffect, useState } from 'react'
import type { QualityCheck, QualityReport } from '../../../src-shared/domain/quality.ts'
import { Button } from '../../components/Button.tsx'
import { useWindow } from '../../state/WindowContext.ts'
import { text } from '../../text/text.ts'
import { AuditEntryView } from './AuditPanel.tsx'
import './quality.css'

interface QualitySectionProps {
  /** Opens blind grading, which is how a library comes to be measured. */
  readonly onGrade: () => void
}

/** The five classic failures measured on this library: each with its number, its threshold, examples to open, and the button that mends it. */
export function QualitySection({ onGrade }: QualitySectionProps) {
  const { client, notices, navigation } = useWindow()
  const [report, setReport] = useState<QualityReport | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const [outcome, setOutcome] = useState('')
  const load = useCallback(() => { client.call('doctor.quality', {}).then(setReport, (thrown: unknown) => notices.fail(thrown)) }, [client, notices])
  useEffect(load, [load])

  async function mend(name: QualityCheck['name']) {
    if (name === 'metadata') return navigation.go({ kind: 'library', folder: null, needsYou: false })
    if (name === 'evaluation') return onGrade()
    setIsBusy(true)
    setOutcome(text.quality.mending)
    try {
      setOutcome((await client.call('doctor.mend', { name })).message)
      load()
    } catch (thrown) {
      setOutcome('')
      notices.fail(thrown)
    }
    setIsBusy(false)
  }

  return (
    <div className="quality">
      <p className="audit-log__note">{text.quality.intro}</p>
      <Button size="small" disabled={isBusy} onClick={() => { setReport(null); load() }}>{text.quality.measure}</Button>
      <p role="status" className="field__note">{report === null ? text.quality.measuring : outcome}</p>
      <ul>{(report?.checks ?? []).map((check) => <Check key={check.name} check={check} isBusy={isBusy} onMend={() => void mend(check.name)} />)}</ul>
    </div>
  )
}

function Check({ check, isBusy, onMend }: { readonly check: QualityCheck; readonly isBusy: boolean; readonly onMend: () => void }) {
  const { navigation } = useWindow()
  const [openAnswer, setOpenAnswer] = useState<string | null>(null)
  const { name, ok, message, examples } = check
  return (
    <li className="quality__check" aria-label={text.quality.names[name]}>
      <h2>{text.quality.names[name]} <span className={ok ? 'tag tag--accent' : 'tag tag--bad'}>{ok ? text.quality.fine : text.quality.problem}</span></h2>
      <p><b>{text.quality.figure(check)}</b> {message}</p>
      {!ok && examples.length > 0 && (
        <ul className="quality__examples" aria-label={text.quality.examples}>
          {examples.map(({ documentId, answerId, text: words }, index) => (
            <li key={index}>
              <button type="button" className="link" onClick={() => {
                if (documentId !== undefined) navigation.go({ kind: 'document', documentId })
                else if (answerId !== undefined) setOpenAnswer(openAnswer === answerId ? null : answerId)
              }}>{words}</button>
              {answerId !== undefined && openAnswer === answerId && <AuditEntryView answerId={answerId} />}
            </li>
          ))}
        </ul>
      )}
      {!ok && <Button size="small" look="accent" disabled={isBusy} onClick={onMend}>{text.quality.mend[name]}</Button>}
    </li>
  )
}
