import { median, unionBox } from '../boxes.ts'
import { rowsOf } from '../groupLines.ts'
import type { PageWord, Rule } from '../PageContent.ts'
import { fragmentText, toFragment, type FragmentRow, type TableFragment } from './TableFragment.ts'

// Word spaces are about a quarter of an em; cells stand at least this far apart even in dense tables.
const CELL_GAP_EM = 0.75
export const CURRENCY = /^(?:[$€£¥(]|\(\$|US\$|C\$|A\$|R\$|Fr\.?)$/u
const CLOSING = /^(?:%|\)|\)%|%\))$/u

/** The lines of a region, each cut into fragments where cells can part: at wide gaps and at vertical rules. */
export function fragmentRows(words: readonly PageWord[], rules: readonly Rule[]): FragmentRow[] {
  const vertical = rules.filter((rule) => !rule.horizontal)
  return rowsOf(words).map((row): FragmentRow => {
    const size = median(row.map((word) => word.size))
    const pieces: PageWord[][] = []
    for (const word of row) {
      const open = pieces.at(-1)
      const last = open?.at(-1)
      if (open === undefined || last === undefined || parts(last, word, vertical)) pieces.push([word])
      else open.push(word)
    }
    const fragments = attachSigns(pieces.map(toFragment))
    return { fragments, box: unionBox(row.map((word) => word.box)), baseline: median(row.map((word) => word.baseline)), size }
  })
}

function parts(left: PageWord, right: PageWord, vertical: readonly Rule[]): boolean {
  const gap = right.box[0] - left.box[2]
  const size = Math.min(left.size, right.size)
  if (gap > CELL_GAP_EM * size) return true
  // A number ends before the next column's sign, however near it stands.
  if (CURRENCY.test(right.text) && right.text !== '(' && /[\p{N})%—–-]$/u.test(left.text)) return true
  const middle = (left.box[1] + left.box[3]) / 2
  return gap > -0.1 * size && vertical.some((rule) => rule.at > left.box[2] - 0.15 * size && rule.at < right.box[0] + 0.15 * size && rule.from <= middle && rule.to >= middle)
}

/** A currency sign at the left edge of its column belongs to the number, as does a percent sign or bracket after it. */
function attachSigns(fragments: readonly TableFragment[]): TableFragment[] {
  const joined: TableFragment[] = []
  let pending: TableFragment | undefined
  for (const fragment of fragments) {
    const text = fragmentText(fragment)
    if (CURRENCY.test(text) && fragment !== fragments.at(-1)) { pending = pending === undefined ? fragment : toFragment([...pending.words, ...fragment.words]); continue }
    const last = joined.at(-1)
    if (CLOSING.test(text) && last !== undefined && /\p{N}/u.test(fragmentText(last))) {
      joined[joined.length - 1] = toFragment([...last.words, ...fragment.words])
      continue
    }
    if (pending !== undefined && /^[\p{N}(.,\-–—−]/u.test(text)) joined.push(toFragment([...pending.words, ...fragment.words]))
    else { if (pending !== undefined) joined.push(pending); joined.push(fragment) }
    pending = undefined
  }
  return joined
}
