import { median } from '../boxes.ts'
import type { TableCell } from '../PageBlock.ts'
import type { Rule } from '../PageContent.ts'
import { isNumeric, type FragmentRow } from './TableFragment.ts'
import { cellText } from './headerRows.ts'

export interface GridRow {
  readonly row: FragmentRow
  readonly cells: readonly TableCell[]
  readonly baseline: number
  readonly size: number
}

/** Lines of text that are one row of the table: cells that wrap, in the header and in the body. */
export function joinWrappedRows(grid: readonly GridRow[], rules: readonly Rule[]): GridRow[] {
  const gaps = grid.slice(1).map((row, index) => row.baseline - (grid[index]?.baseline ?? 0))
  const full = gaps.filter((_, index) => isFull(grid[index]) && isFull(grid[index + 1]))
  const rowGap = median(full.length > 0 ? full : gaps)
  const firstValue = grid.findIndex((row) => row.cells.some((cell) => cell.column > 0 && isNumeric(cellText(cell)) && !/^(?:19|20)\d\d$/.test(cellText(cell))))
  const joined: GridRow[] = []
  grid.forEach((row, index) => {
    const above = joined.at(-1)
    const previous = grid[index - 1]
    if (above !== undefined && previous !== undefined && continues({ above, previous, row, rowGap, inHeader: firstValue === -1 ? index <= 1 : index < firstValue, rules })) joined[joined.length - 1] = merge(above, row)
    else joined.push(row)
  })
  return joined
}

function isFull(row: GridRow | undefined): boolean {
  return row !== undefined && row.cells.length > 1 && row.cells[0]?.column === 0
}

interface Step {
  readonly above: GridRow
  readonly previous: GridRow
  readonly row: GridRow
  readonly rowGap: number
  readonly inHeader: boolean
  readonly rules: readonly Rule[]
}

function continues({ above, previous, row, rowGap, inHeader, rules }: Step): boolean {
  const gap = row.baseline - previous.baseline
  const size = Math.max(row.size, previous.size)
  if (gap > 1.7 * size || ruleBetween(previous, row, rules)) return false
  const isTight = gap < 0.85 * rowGap
  const columns = new Set(above.cells.map((cell) => cell.column))
  const below = row.cells
  const hasSpan = above.cells.some((cell) => cell.columnSpan > 1) || below.some((cell) => cell.columnSpan > 1)
  if (inHeader) return !hasSpan && gap < 1.5 * size && below.every((cell) => columns.has(cell.column) || cell.column === 0) && !(below[0]?.column === 0 && below.length > 1 && columns.has(0))
  const values = (cells: readonly TableCell[]): number => cells.filter((cell) => cell.column > 0 && isNumeric(cellText(cell))).length
  // A label that goes on: its second line carries the numbers and begins with a small letter.
  const first = below[0]
  if (above.cells.length === 1 && above.cells[0]?.column === 0 && first?.column === 0) {
    const label = cellText(above.cells[0])
    return /^\p{Ll}/u.test(cellText(first)) && !/[:.]$/.test(label)
  }
  if (values(below) > 0) return false
  if (below.length === 1 && first?.column === 0) return above.cells[0]?.column === 0 && (isTight || /^[\p{Ll}(]/u.test(cellText(first))) && !/:$/.test(cellText(first))
  // Nothing in the first column: words go on in the others.
  if (first !== undefined && first.column > 0 && below.every((cell) => columns.has(cell.column))) return isTight || gap < 1.35 * size
  return isTight && below.every((cell) => columns.has(cell.column)) && below.length < above.cells.length
}

function ruleBetween(previous: GridRow, row: GridRow, rules: readonly Rule[]): boolean {
  const width = Math.min(previous.row.box[2], row.row.box[2]) - Math.max(previous.row.box[0], row.row.box[0])
  return rules.some((rule) => rule.horizontal && rule.at > previous.baseline - 0.1 * previous.size && rule.at < row.baseline - 0.5 * row.size &&
    Math.min(rule.to, row.row.box[2]) - Math.max(rule.from, row.row.box[0]) > 0.5 * Math.max(10, width))
}

function merge(above: GridRow, row: GridRow): GridRow {
  const cells: TableCell[] = above.cells.map((cell) => ({ ...cell }))
  for (const cell of row.cells) {
    const index = cells.findIndex((other) => other.column === cell.column)
    const other = cells[index]
    if (other === undefined) cells.push(cell)
    else cells[index] = { ...other, words: [...other.words, ...cell.words], columnSpan: Math.max(other.columnSpan, cell.columnSpan) }
  }
  return { ...above, cells: cells.sort((a, b) => a.column - b.column), baseline: row.baseline }
}
