import { useEffect, useState, type ReactNode } from 'react'
import type { AuditGrade, BlindItem, BlindReport, BlindSampleInfo } from '../../../src-shared/domain/blindAudit.ts'
import { Button } from '../../components/Button.tsx'
import { useWindow } from '../../state/WindowContext.ts'
import { dayAndTime } from '../../text/amounts.ts'
import { text } from '../../text/text.ts'
import { GradingDesk } from './GradingDesk.tsx'
import { GradingReport } from './GradingReport.tsx'
import './grading.css'

type Step =
  | { readonly kind: 'choose' }
  | { readonly kind: 'grade'; readonly sampleId: string; readonly items: readonly BlindItem[]; readonly index: number }
  | { readonly kind: 'report'; readonly report: BlindReport }

interface GradingSectionProps {
  /** Shows what `source` of the window's state says, beside the answer that is graded. */
  readonly viewer: ReactNode
}

/** Blind grading: real answers drawn by chance, graded without knowing what made them, and what came out. */
export function GradingSection({ viewer }: GradingSectionProps) {
  const { client, notices } = useWindow()
  const [step, setStep] = useState<Step>({ kind: 'choose' })
  const [grader, setGrader] = useState('')

  async function attempt(action: () => Promise<void>) {
    try {
      await action()
    } catch (thrown) {
      notices.fail(thrown)
    }
  }
  const showReport = (sampleId: string) => attempt(async () => setStep({ kind: 'report', report: await client.call('blindAudit.report', { sampleId }) }))
  const begin = (sampleId: string) => attempt(async () => {
    const { items } = await client.call('blindAudit.pending', { grader, sampleId })
    if (items.length === 0) await showReport(sampleId)
    else setStep({ kind: 'grade', sampleId, items, index: 0 })
  })
  const draw = (size: number) => attempt(async () => begin((await client.call('blindAudit.sample', { size, seed: Date.now() % 1_000_000 })).sampleId))

  switch (step.kind) {
    case 'choose': return <ChooseSample grader={grader} onGrader={setGrader} onDraw={draw} onBegin={begin} onReport={showReport} />
    case 'report': return <GradingReport report={step.report} onBack={() => setStep({ kind: 'choose' })} />
    case 'grade': {
      const { sampleId, items, index } = step
      const item = items[index]
      if (item === undefined) return null
      const grade = (given: AuditGrade, reason: string) => attempt(async () => {
        const { remaining } = await client.call('blindAudit.grade', { grader, sampleId, grades: [{ itemId: item.itemId, grade: given, ...(reason === '' ? {} : { reason }) }] })
        if (remaining === 0 || index + 1 === items.length) await showReport(sampleId)
        else setStep({ ...step, index: index + 1 })
      })
      return <GradingDesk key={item.itemId} item={item} position={index + 1} all={items.length} viewer={viewer} onGrade={grade} onBefore={index === 0 ? null : () => setStep({ ...step, index: index - 1 })} onPause={() => setStep({ kind: 'choose' })} />
    }
    default: return step satisfies never
  }
}

interface ChooseSampleProps {
  readonly grader: string
  readonly onGrader: (name: string) => void
  readonly onDraw: (size: number) => Promise<void>
  readonly onBegin: (sampleId: string) => Promise<void>
  readonly onReport: (sampleId: string) => Promise<void>
}

function ChooseSample({ grader, onGrader, onDraw, onBegin, onReport }: ChooseSampleProps) {
  const { client, notices } = useWindow()
  const [samples, setSamples] = useState<readonly BlindSampleInfo[]>([])
  const [size, setSize] = useState('50')
  const [isDrawing, setIsDrawing] = useState(false)
  useEffect(() => { client.call('blindAudit.samples', {}).then(setSamples, (thrown: unknown) => notices.fail(thrown)) }, [client, notices])
  const isNamed = grader.trim() !== ''
  async function draw() {
    setIsDrawing(true)
    await onDraw(Math.max(1, Math.round(Number(size)) || 50))
    setIsDrawing(false)
  }
  return (
    <div className="grading-choose">
      <p className="audit-log__note">{text.grading.intro}</p>
      <div className="grading-choose__fields">
        <label className="field"><span className="field__label">{text.grading.grader}</span><input className="input" value={grader} maxLength={100} onChange={({ target }) => onGrader(target.value)} /></label>
        <label className="field"><span className="field__label">{text.grading.size}</span><input className="input" type="number" min={1} value={size} onChange={({ target }) => setSize(target.value)} /></label>
        <Button look="accent" disabled={!isNamed || isDrawing} onClick={() => void draw()}>{text.grading.draw}</Button>
      </div>
      {!isNamed && <p className="field__note">{text.grading.nameFirst}</p>}
      {samples.length > 0 && (
        <section aria-label={text.grading.samples}>
          <h2>{text.grading.samples}</h2>
          <ul className="grading-choose__samples">
            {samples.map((sample) => (
              <li key={sample.sampleId}>
                <span>{dayAndTime(sample.created)}<small>{text.grading.sampleNote(sample)}</small></span>
                <Button size="small" disabled={!isNamed} onClick={() => void onBegin(sample.sampleId)}>{text.grading.goOn}</Button>
                <Button size="small" onClick={() => void onReport(sample.sampleId)}>{text.grading.report}</Button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}
