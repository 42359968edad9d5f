import { columnName, columnNumber } from '../../../src-shared/domain/narrowAnchor.ts'
import { QuotedText, type QuoteRange } from './QuotedText.tsx'
import type { TextSegment } from './unitBlocks.ts'

interface CellsGridProps {
  readonly segments: readonly TextSegment[]
  readonly quote: QuoteRange | null
  /** In A1 notation; these cells are marked. */
  readonly citedRange: string | null
  readonly label: string
}

interface GridCell {
  readonly column: number
  readonly text: string
  readonly offset: number
  readonly separator: string
}

interface GridRow {
  readonly row: number
  readonly cells: readonly GridCell[]
  readonly role: TextSegment['segment']['role']
}

/** Beyond this a sheet is a database; the rest of a row is shown as text of its last cell. */
const MAX_COLUMNS = 200

/** A sheet as a grid with its own column letters and row numbers; the cited cells are marked. */
export function CellsGrid({ segments, quote, citedRange, label }: CellsGridProps) {
  const rows = segments.map(gridRow)
  const columns = rows.flatMap((row) => row.cells.map((cell) => cell.column))
  const first = Math.min(...columns, 1)
  const last = Math.min(Math.max(...columns, 1), first + MAX_COLUMNS)
  const letters = Array.from({ length: last - first + 1 }, (_, index) => first + index)
  const cited = citedRange === null ? null : parseRange(citedRange)
  return (
    <table className="sheet grid" aria-label={label}>
      <thead><tr><td className="grid__corner" />{letters.map((column) => <th key={column} scope="col" className="grid__letter">{columnName(column)}</th>)}</tr></thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={`${row.row}-${index}`} className={`grid__row grid__row--${row.role}`}>
            <th scope="row" className="grid__number">{row.row}</th>
            {letters.map((column) => {
              const cell = row.cells.find((candidate) => candidate.column === column)
              const isCited = cited !== null && row.row >= cited.top && row.row <= cited.bottom && column >= cited.left && column <= cited.right
              const isNumber = cell !== undefined && /^[\s(+−-]*[\p{Sc}]?\s*[\d.,\s]+\s*[%x×)\p{Sc}]*\s*$/u.test(cell.text)
              return (
                <td key={column} className={`grid__cell${isCited ? ' grid__cell--cited' : ''}${isNumber ? ' grid__cell--number' : ''}`}>
                  {cell !== undefined && <QuotedText text={cell.text} offset={cell.offset} quote={quote} separator={cell.separator} />}
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** One segment is one row, cut at its column starts; the separators between cells stay with the cell before them. */
function gridRow({ segment, text, separator }: TextSegment): GridRow {
  const place = segment.place.kind === 'cells' ? segment.place : null
  const range = place === null ? null : parseRange(place.range)
  const starts = place?.columnStarts ?? [0]
  const left = range?.left ?? 1
  const cells = starts.map((start, index): GridCell => {
    const end = starts[index + 1] ?? text.length
    const whole = text.slice(start, end)
    const isLast = index === starts.length - 1
    const trimmed = isLast ? whole : whole.replace(/\s*[|\t;]?\s*$/, '')
    return { column: left + index, text: trimmed, offset: segment.charStart + start, separator: isLast ? separator : whole.slice(trimmed.length) }
  })
  return { row: range?.top ?? 1, cells, role: segment.role }
}

function parseRange(range: string): { left: number; top: number; right: number; bottom: number } {
  const [from = 'A1', to = from] = range.split(':')
  const cell = (name: string) => ({ column: columnNumber(/^[A-Z]+/.exec(name)?.[0] ?? 'A'), row: Number(/\d+/.exec(name)?.[0] ?? 1) })
  const start = cell(from)
  const end = cell(to)
  return { left: start.column, top: start.row, right: end.column, bottom: end.row }
}
