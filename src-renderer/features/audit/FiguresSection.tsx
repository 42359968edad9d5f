import { useEffect, useMemo, useState } from 'react'
import type { Alert, MonitoringReport } from '../../../src-shared/domain/monitoring.ts'
import { Choice } from '../../components/Choice.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { TimeChart } from '../../components/TimeChart.tsx'
import { useWindow } from '../../state/WindowContext.ts'
import { count, duration, percent, size } from '../../text/amounts.ts'
import { text } from '../../text/text.ts'
import { AlertThresholdsForm } from './AlertThresholdsForm.tsx'
import { figureCharts } from './figureCharts.ts'
import './figures.css'

type Period = keyof typeof text.figures.periods
type Stage = keyof typeof text.figures.stages

/** The answers of the last days as charts, and what is above its threshold. Loaded on its own: few open it, and the charts weigh more than the rest of the pane. */
export function FiguresSection() {
  const { client, notices } = useWindow()
  const [period, setPeriod] = useState<Period>('30')
  const [report, setReport] = useState<MonitoringReport | null>(null)
  const [saved, setSaved] = useState(0)
  useEffect(() => {
    let isGone = false
    client.call('monitoring.report', { days: Number(period) }).then((next) => { if (!isGone) setReport(next) }, (thrown: unknown) => notices.fail(thrown))
    return () => { isGone = true }
  }, [client, notices, period, saved])
  return (
    <div className="figures">
      <Choice label={text.figures.period} value={period} options={text.figures.periods} onChange={setPeriod} />
      {report !== null && <Report report={report} />}
      <AlertThresholdsForm onSaved={() => setSaved((before) => before + 1)} />
    </div>
  )
}

function Report({ report }: { readonly report: MonitoringReport }) {
  const [stage, setStage] = useState<Stage>('total')
  const charts = useMemo(() => figureCharts(report, stage), [report, stage])
  const { total, health } = report
  const span = { fromMs: report.fromMs, toMs: report.toMs, bucketMs: report.bucketMs }
  const answers = { ...span, timesMs: charts.answerTimesMs }
  const looks = { ...span, timesMs: charts.healthTimesMs }
  const { charts: names, summaries } = text.figures
  const chosen = total.latencyMs[stage]
  const lastLook = health.at(-1)
  return (
    <>
      <Alerts alerts={report.alerts} />
      {total.answers === 0 ? <EmptyState title={text.figures.noAnswers} /> : <p className="figures__total">{summaries.answers(total)}</p>}
      <div className="figures__charts">
        {total.answers > 0 && (
          <>
            <TimeChart {...answers} title={names.latency} tools={<StageSelect stage={stage} onStage={setStage} />} summary={chosen === undefined ? text.figures.nothingMeasured : summaries.latency(chosen)} series={charts.latency} inWords={duration} atLeast={10} />
            <TimeChart {...answers} title={names.abstention} summary={total.abstentionShare === undefined ? text.figures.nothingMeasured : summaries.abstention(total.abstentionShare)} series={charts.abstention} inWords={percent} atLeast={1} />
            <TimeChart {...answers} title={names.support} summary={total.supportedShare === undefined ? text.figures.nothingMeasured : summaries.support(total.supportedShare, total.unsupportedShare ?? 0)} series={charts.support} inWords={percent} atLeast={1} />
            <TimeChart {...answers} title={names.feedback} summary={summaries.feedback(total.feedback)} series={charts.feedback} inWords={count} atLeast={4} isCounted />
          </>
        )}
        {lastLook !== undefined && (
          <>
            <TimeChart {...looks} title={names.index} summary={summaries.index(lastLook)} series={charts.indexBytes} inWords={size} atLeast={1_000_000} />
            <TimeChart {...looks} title={names.memory} summary={summaries.memory(lastLook)} series={charts.memoryBytes} inWords={size} atLeast={1_000_000} />
          </>
        )}
      </div>
    </>
  )
}

function StageSelect({ stage, onStage }: { readonly stage: Stage; readonly onStage: (stage: Stage) => void }) {
  return (
    <select className="input figures__stage" aria-label={text.figures.stage} value={stage} onChange={({ target }) => onStage(target.value as Stage)}>
      {Object.entries(text.figures.stages).map(([value, name]) => <option key={value} value={value}>{name}</option>)}
    </select>
  )
}

function Alerts({ alerts }: { readonly alerts: readonly Alert[] }) {
  if (alerts.length === 0) return <p className="figures__fine">{text.figures.noAlerts}</p>
  return (
    <section className="figures__alerts" aria-label={text.figures.alerts}>
      <h2>{text.figures.alerts}</h2>
      <ul>{alerts.map((alert) => <li key={alert.name}>{alert.message} <small>{text.figures.threshold(alert.name, alert.threshold)}</small></li>)}</ul>
    </section>
  )
}
