import { RotateCcw, X } from 'lucide-react'
import type { AnswerAnalysis } from '../../../src-shared/domain/answer.ts'
import { text } from '../../text/text.ts'

interface UnderstoodChipsProps {
  readonly analysis: AnswerAnalysis
  /** Asks again with these switched off. */
  readonly onWithout: (without: readonly string[]) => void
}

/** What was understood of the question and acted on the search; each can be switched off, which asks again without it. */
export function UnderstoodChips({ analysis: { chips, without = [] }, onWithout }: UnderstoodChipsProps) {
  if (chips.length === 0 && without.length === 0) return null
  return (
    <div className="understood" role="group" aria-label={text.ask.understood}>
      <span>{text.ask.understood}</span>
      {chips.map((chip) => (
        <button key={chip.id} type="button" className="scope-chip" data-on="true" title={text.ask.askWithout(chip.label)} aria-label={text.ask.askWithout(chip.label)} onClick={() => onWithout([...without, chip.id])}><span>{text.ask.chips[chip.kind](chip.label)}</span><X size={12} aria-hidden /></button>
      ))}
      {without.length > 0 && <button type="button" className="scope-chip" onClick={() => onWithout([])}><span>{text.ask.askWithAll}</span><RotateCcw size={12} aria-hidden /></button>}
    </div>
  )
}
