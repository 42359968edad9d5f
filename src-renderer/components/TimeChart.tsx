import { useEffect, useRef, useState, type ReactNode } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { moment } from '../text/amounts.ts'
import { text } from '../text/text.ts'
import './timeChart.css'

export interface TimeSeries {
  readonly name: string
  /** Custom property of the theme that colours it. */
  readonly colour: '--accent' | '--warn-line' | '--bad'
  /** One a point of time; null where nothing could be counted. */
  readonly values: readonly (number | null)[]
}

export interface TimeChartProps {
  readonly title: string
  /** The chart in one sentence: what a screen reader says in the picture's place. */
  readonly summary: string
  /** Epoch milliseconds, ascending. */
  readonly timesMs: readonly number[]
  /** What the horizontal axis spans, in epoch milliseconds. */
  readonly fromMs: number
  readonly toMs: number
  /** A point stands for this much time: days are named by their date in UTC, hours in local time. */
  readonly bucketMs: number
  readonly series: readonly TimeSeries[]
  readonly inWords: (value: number) => string
  /** The top of the vertical axis where nothing rises above it. */
  readonly atLeast: number
  /** Things that are counted have no halves. */
  readonly isCounted?: boolean
  /** What the person can change about it. */
  readonly tools?: ReactNode
}

const HEIGHT_PX = 168
/** Lines differ in their dashes too: colour alone does not tell them apart. */
const DASHES = [[], [6, 4], [2, 3]]
const DAY_S = 86_400
const STEPS_S = [1, 2, 3, 6, 12].map((hours) => hours * 3600).concat([1, 2, 7, 14, 30, 60, 90, 180].map((days) => days * DAY_S))
const WHOLE_STEPS = [1, 10, 100, 1000, 10_000].flatMap((power) => [1, 2, 5].map((step) => step * power))

/** Lines over time, drawn by uPlot in the colours of the theme; the same figures stand below as a table. */
export function TimeChart({ title, summary, timesMs, fromMs, toMs, bucketMs, series, inWords, atLeast, isCounted = false, tools }: TimeChartProps) {
  const place = useRef<HTMLDivElement>(null)
  const [pointed, setPointed] = useState<number | null>(null)
  const label = (ms: number) => moment(ms, bucketMs)

  useEffect(() => {
    const element = place.current
    if (element === null) return undefined
    const colour = (name: string) => getComputedStyle(element).getPropertyValue(name)
    const font = `12px ${colour('--sans')}`
    const axis: uPlot.Axis = { stroke: () => colour('--soft'), font, grid: { stroke: () => colour('--line'), width: 1 }, ticks: { show: false } }
    const chart = new uPlot({
      width: element.clientWidth, height: HEIGHT_PX, legend: { show: false }, padding: [8, 12, 0, 0],
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 9 } },
      scales: { x: { time: true, range: [fromMs / 1000, toMs / 1000] }, y: { range: (_chart, _low, high) => [0, Math.max(atLeast, (high ?? 0) * 1.08)] } },
      tzDate: (seconds) => (bucketMs >= DAY_S * 1000 ? uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC') : new Date(seconds * 1000)),
      axes: [
        { ...axis, size: 26, gap: 6, grid: { show: false }, space: 84, incrs: STEPS_S.filter((step) => step * 1000 >= bucketMs), values: (_chart, splits) => splits.map((second) => label(second * 1000)) },
        { ...axis, size: 64, space: 36, ...(isCounted ? { incrs: WHOLE_STEPS } : {}), values: (_chart, splits) => splits.map((value) => (value === 0 ? '0' : inWords(value))) },
      ],
      series: [{}, ...series.map(({ name, colour: own }, index): uPlot.Series => ({ label: name, stroke: () => colour(own), width: 1.75, dash: [...DASHES[index % DASHES.length] ?? []], spanGaps: true, points: { show: timesMs.length <= 60, size: 5, fill: () => colour('--card') } }))],
      hooks: { setCursor: [({ cursor }) => setPointed(cursor.idx ?? null)] },
    }, [timesMs.map((ms) => ms / 1000), ...series.map(({ values }) => [...values])], element)

    const resizing = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: HEIGHT_PX }))
    resizing.observe(element)
    const theming = new MutationObserver(() => chart.redraw())
    theming.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    return () => {
      resizing.disconnect()
      theming.disconnect()
      chart.destroy()
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `inWords` and `label` are pure; a chart is made anew for new figures only
  }, [timesMs, series, fromMs, toMs, bucketMs, atLeast, isCounted])

  const shown = pointed !== null && pointed < timesMs.length ? pointed : timesMs.length - 1
  return (
    <figure className="chart">
      <figcaption><h3>{title}</h3>{tools}<p>{summary}</p></figcaption>
      <div className="chart__legend" aria-hidden>
        {series.map(({ name, colour, values }, index) => (
          <span key={name}>
            <svg width="22" height="8"><line x1="1" y1="4" x2="21" y2="4" style={{ stroke: `var(${colour})` }} strokeWidth="2" strokeDasharray={DASHES[index % DASHES.length]?.join(' ')} /></svg>
            {name} <b className="tabular">{inWordsOrDash(values[shown], inWords)}</b>
          </span>
        ))}
        <span className="chart__when">{label(timesMs[shown] ?? toMs)}</span>
      </div>
      <div ref={place} className="chart__place" role="img" aria-label={`${title}. ${summary}`} />
      <details className="chart__table">
        <summary>{text.figures.asTable(title)}</summary>
        <div className="chart__scroll" tabIndex={0} role="group" aria-label={title}>
          <table>
            <thead><tr><th scope="col">{text.figures.when}</th>{series.map(({ name }) => <th key={name} scope="col" className="number">{name}</th>)}</tr></thead>
            <tbody>{timesMs.map((ms, row) => <tr key={ms}><th scope="row">{label(ms)}</th>{series.map(({ name, values }) => <td key={name} className="number">{inWordsOrDash(values[row], inWords)}</td>)}</tr>)}</tbody>
          </table>
        </div>
      </details>
    </figure>
  )
}

function inWordsOrDash(value: number | null | undefined, inWords: (value: number) => string): string {
  return value === null || value === undefined ? '–' : inWords(value)
}
