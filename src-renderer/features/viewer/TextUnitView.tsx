import { use, useEffect, useMemo, useRef, useState } from 'react'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import { Button } from '../../components/Button.tsx'
import { text } from '../../text/text.ts'
import { CellsGrid } from './CellsGrid.tsx'
import { FlowText } from './FlowText.tsx'
import { FoundMatchContext, FoundRangeContext } from './FoundMatchContext.ts'
import { LinesText } from './LinesText.tsx'
import type { QuoteRange } from './QuotedText.tsx'
import { rangesIn, SteeringContext, SteeringRangesContext } from './SteeringContext.ts'
import { SEGMENTS_AROUND, textSegments, windowAround } from './unitBlocks.ts'

interface TextUnitViewProps {
  readonly unit: ParsedUnit
  /** Stands above it on the same sheet: the head of a mail. */
  readonly head: ParsedUnit | null
  readonly quote: QuoteRange | null
  readonly citedRange: string | null
  /** Another value scrolls to the quote again. */
  readonly opened: number
}

/** A unit's stored text as its kind is read: numbered lines, a grid of cells, or running text. */
export function TextUnitView({ unit, head, quote, citedRange, opened }: TextUnitViewProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const segments = useMemo(() => textSegments(unit), [unit])
  const [range, setRange] = useState(() => windowAround(segments, quote?.charStart ?? 0))
  const shown = useMemo(() => segments.slice(range.from, range.to), [segments, range])

  const places = use(SteeringContext)
  const steering = useMemo(() => rangesIn(places, unit.unit), [places, unit])
  const match = use(FoundMatchContext)
  const found = match !== null && match.unit === unit.unit ? match.anchor : null
  if (found !== null && (found.charStart < (segments[range.from]?.segment.charStart ?? 0) || found.charStart >= (segments[range.to - 1]?.segment.charEnd ?? Infinity))) {
    // In a stretch of a long unit that is not drawn yet. Drawing from there on is what React calls adjusting state while rendering.
    const next = windowAround(segments, found.charStart)
    if (next.from !== range.from || next.to !== range.to) setRange(next)
  }

  useEffect(() => {
    const view = scroller.current
    const target = view?.querySelector('[data-found]') ?? view?.querySelector('[data-quote]') ?? null
    if (target === null) view?.scrollTo({ top: 0 })
    else target.scrollIntoView({ block: 'center', inline: 'nearest' })
  }, [opened, unit, found])

  return (
    <div className="text-view" ref={scroller} tabIndex={0} role="group" aria-label={unit.label}>
      {range.from > 0 && <Button size="small" className="text-view__more" onClick={() => setRange({ ...range, from: Math.max(0, range.from - SEGMENTS_AROUND) })}>{text.source.earlier}</Button>}
      {head !== null && <MailHead unit={head} />}
      {unit.text === '' && <p className="text-view__empty">{unit.note ?? text.source.noText}</p>}
      <FoundRangeContext value={found}>
      <SteeringRangesContext value={steering}>
      {unit.kind === 'cells' ? <CellsGrid segments={shown} quote={quote} citedRange={citedRange} label={unit.label} />
        : unit.kind === 'lines' ? <LinesText segments={shown} quote={quote} /> : <FlowText segments={shown} quote={quote} kind={unit.kind} />}
      </SteeringRangesContext>
      </FoundRangeContext>
      {range.to < segments.length && <Button size="small" className="text-view__more" onClick={() => setRange({ ...range, to: Math.min(segments.length, range.to + SEGMENTS_AROUND) })}>{text.source.later}</Button>}
    </div>
  )
}

function MailHead({ unit }: { readonly unit: ParsedUnit }) {
  return <div className="sheet mail-head">{textSegments(unit).map(({ segment, text: line }) => <p key={segment.charStart}>{line}</p>)}</div>
}
