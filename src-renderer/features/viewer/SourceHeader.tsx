import { ChevronDown, ChevronLeft, ChevronRight, ChevronUp, Maximize2, Minus, Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '../../components/Button.tsx'
import { folderOf, fileName } from '../../text/paths.ts'
import { text } from '../../text/text.ts'

interface SourceHeaderProps {
  readonly path: string
  readonly unit: number
  readonly units: number
  readonly unitLabel: string
  readonly citation: { readonly index: number; readonly all: number } | null
  readonly hasZoom: boolean
  readonly tools: ReactNode
  readonly onUnit: (unit: number) => void
  readonly onCitation: (step: 1 | -1) => void
  readonly onZoom: (step: 'in' | 'out' | 'fit') => void
}

/** Which document this is, where in it, and the way to the next page and the next citation. */
export function SourceHeader({ path, unit, units, unitLabel, citation, hasZoom, tools, onUnit, onCitation, onZoom }: SourceHeaderProps) {
  return (
    <header className="source-head">
      <div className="source-head__name">
        <h2 title={path}>{fileName(path)}</h2>
        <span>{folderOf(path)}</span>
      </div>
      <div className="source-head__tools">
        {tools}
        {hasZoom && (
          <>
            <IconButton size="small" label={text.source.zoomOut} shortcut="zoomOut" onClick={() => onZoom('out')}><Minus size={14} aria-hidden /></IconButton>
            <IconButton size="small" label={text.source.fitWidth} shortcut="fitWidth" onClick={() => onZoom('fit')}><Maximize2 size={13} aria-hidden /></IconButton>
            <IconButton size="small" label={text.source.zoomIn} shortcut="zoomIn" onClick={() => onZoom('in')}><Plus size={14} aria-hidden /></IconButton>
          </>
        )}
        {units > 1 && (
          <span className="stepper">
            <IconButton size="small" label={text.source.previousUnit} disabled={unit <= 1} onClick={() => onUnit(unit - 1)}><ChevronUp size={14} aria-hidden /></IconButton>
            <span title={unitLabel}>{text.source.units(unit, units)}</span>
            <IconButton size="small" label={text.source.nextUnit} disabled={unit >= units} onClick={() => onUnit(unit + 1)}><ChevronDown size={14} aria-hidden /></IconButton>
          </span>
        )}
        {citation !== null && (
          <span className="stepper stepper--citation">
            <IconButton size="small" label={text.source.previous} shortcut="previous" disabled={citation.all < 2} onClick={() => onCitation(-1)}><ChevronLeft size={14} aria-hidden /></IconButton>
            <span>{text.source.position(citation.index + 1, citation.all)}</span>
            <IconButton size="small" label={text.source.next} shortcut="next" disabled={citation.all < 2} onClick={() => onCitation(1)}><ChevronRight size={14} aria-hidden /></IconButton>
          </span>
        )}
      </div>
    </header>
  )
}
