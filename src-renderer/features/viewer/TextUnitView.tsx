import { useEffect, useMemo, useRef, useState } from 'react'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import { Button } from '../../components/Button.tsx'
import { text } from '../../text/text.ts'
import { CellsGrid } from './CellsGrid.tsx'
import { FlowText } from './FlowText.tsx'
import { LinesText } from './LinesText.tsx'
import type { QuoteRange } from './QuotedText.tsx'
import { SEGMENTS_AROUND, textSegments, windowAround } from './unitBlocks.ts'

interface TextUnitViewProps {
  readonly unit: ParsedUnit
  readonly quote: QuoteRange | null
  readonly citedRange: string | null
  /** Another value scrolls to the quote again. */
  readonly opened: number
}

/** A unit's stored text as its kind is read: numbered lines, a grid of cells, or running text. */
export function TextUnitView({ unit, quote, citedRange, opened }: TextUnitViewProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const segments = useMemo(() => textSegments(unit), [unit])
  const [range, setRange] = useState(() => windowAround(segments, quote?.charStart ?? 0))
  const shown = useMemo(() => segments.slice(range.from, range.to), [segments, range])

  useEffect(() => {
    const target = scroller.current?.querySelector('[data-quote]') ?? null
    if (target === null) scroller.current?.scrollTo({ top: 0 })
    else target.scrollIntoView({ block: 'center', inline: 'nearest' })
  }, [opened, unit])

  return (
    <div className="text-view" ref={scroller} tabIndex={0} role="group" aria-label={unit.label}>
      {range.from > 0 && <Button size="small" className="text-view__more" onClick={() => setRange({ ...range, from: Math.max(0, range.from - SEGMENTS_AROUND) })}>{text.source.earlier}</Button>}
      {unit.text === '' && <p className="text-view__empty">{unit.note ?? text.source.noText}</p>}
      {unit.kind === 'cells' ? <CellsGrid segments={shown} quote={quote} citedRange={citedRange} label={unit.label} />
        : unit.kind === 'lines' ? <LinesText segments={shown} quote={quote} /> : <FlowText segments={shown} quote={quote} kind={unit.kind} />}
      {range.to < segments.length && <Button size="small" className="text-view__more" onClick={() => setRange({ ...range, to: Math.min(segments.length, range.to + SEGMENTS_AROUND) })}>{text.source.later}</Button>}
    </div>
  )
}
