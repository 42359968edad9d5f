import type { Box } from '../../../../src-shared/domain/anchor.ts'
import { unionBox } from '../boxes.ts'
import type { PageWord } from '../PageContent.ts'

/** Words that stand close together on one line of a possible table: a cell, or one line of it. */
export interface TableFragment {
  readonly words: readonly PageWord[]
  readonly box: Box
}

/** The fragments of one line, left to right. */
export interface FragmentRow {
  readonly fragments: readonly TableFragment[]
  readonly box: Box
  readonly baseline: number
  readonly size: number
}

export function toFragment(words: readonly PageWord[]): TableFragment {
  return { words, box: unionBox(words.map((word) => word.box)) }
}

export function fragmentText(fragment: TableFragment): string {
  return fragment.words.map((word) => word.text).join(' ')
}

/** A number as tables write it: signs, currency, brackets, percent, ranges, dashes for nothing. */
export function isNumeric(text: string): boolean {
  return /^[\s([{<>≤≥~±+\-–—−$€£¥%*†‡.,:/'’\p{N})\]}]*$/u.test(text) && /[\p{N}–—−-]/u.test(text) || /^(?:n\/?a|n\.a\.?|nil|-+|–|—|\.\.+|…)$/iu.test(text)
}
