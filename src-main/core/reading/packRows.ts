import { columnName } from '../../../src-shared/domain/narrowAnchor.ts'
import type { PackedRows, ParsedUnit, Segment } from '../../../src-shared/domain/unit.ts'
import type { SheetRow } from './findTables.ts'
import { CELL_SEPARATOR } from './tableText.ts'

/**
 * Rows of a huge sheet without a segment each. A million segments with their column places take a gigabyte in each of three processes, and say nothing
 * that the text does not: its lines are the rows, its separators the columns. Undefined where that would not give the same segments back (a cell with a
 * separator in it, rows that begin in different columns).
 */
export function packRows(rows: readonly SheetRow[], facts: Pick<PackedRows, 'left' | 'block' | 'role' | 'tableHeader' | 'headings'>): PackedRows | undefined {
  const runs: [number, number][] = []
  let hasRaw = false
  for (const { row, cells, raw } of rows) {
    if (cells.some((cell) => cell.includes('|')) || (facts.tableHeader === undefined && cells[0] === '')) return undefined
    const run = runs.at(-1)
    if (run !== undefined && run[0] + run[1] === row) run[1]++
    else runs.push([row, 1])
    hasRaw ||= raw?.some((value) => value !== null && value !== undefined) ?? false
  }
  return { ...facts, runs, ...(hasRaw ? { raw: rows.map(({ raw }) => Array.from(raw ?? [], (value) => value ?? null)) } : {}) }
}

/** One packed row: its slice of the unit's text, and its cells from the table's first column on. */
export interface PackedRow {
  readonly row: number
  readonly charStart: number
  readonly charEnd: number
  readonly cells: readonly string[]
  readonly raw?: readonly (string | number | boolean | null)[]
}

/** The rows of a packed unit, for those who compute over a million of them and need no segments. */
export function* packedRows(text: string, { runs, raw }: PackedRows): Generator<PackedRow> {
  let charStart = 0
  let index = 0
  for (const [first, count] of runs) for (let row = first; row < first + count; row++, index++) {
    const end = text.indexOf('\n', charStart)
    const charEnd = end < 0 ? text.length : end
    const cells = cellsOf(text.slice(charStart, charEnd))
    const values = raw?.[index]?.slice(0, cells.length)
    yield { row, charStart, charEnd, cells, ...(values?.some((value) => value !== null) === true ? { raw: values } : {}) }
    charStart = charEnd + 1
  }
}

/** Empty cells before the first value stand as separators, the first of them without its leading blank. */
function cellsOf(line: string): string[] {
  return (line.startsWith('| ') ? ` ${line}` : line).split(CELL_SEPARATOR)
}

/** The unit with its segments, at most the first `limit`; units that are not packed are given back as they are. */
export function unpackRows(unit: ParsedUnit, limit = Infinity): ParsedUnit {
  const { packed, ...rest } = unit
  return packed === undefined ? unit : { ...rest, segments: segmentsOf(unit.text, packed, limit) }
}

function segmentsOf(text: string, { runs, left, block, role, tableHeader, headings, raw }: PackedRows, limit: number): Segment[] {
  const segments: Segment[] = []
  let charStart = 0
  for (const [first, count] of runs) {
    for (let row = first; row < first + count && segments.length < limit; row++) {
      const end = text.indexOf('\n', charStart)
      const charEnd = end < 0 ? text.length : end
      const line = text.slice(charStart, charEnd)
      const cells = cellsOf(line)
      const from = cells.findIndex((cell) => cell !== '')
      const columnStarts: number[] = []
      let at = line.startsWith('| ') ? -1 : 0
      for (const [index, cell] of cells.entries()) {
        if (index >= from) columnStarts.push(at)
        at += cell.length + CELL_SEPARATOR.length
      }
      const values = raw?.[segments.length]?.slice(from, cells.length) ?? []
      const range = `${columnName(left + from)}${row}`
      segments.push({
        charStart, charEnd, role, block, ...(headings === undefined ? {} : { headings }), ...(tableHeader === undefined ? {} : { tableHeader }),
        place: {
          kind: 'cells', range: cells.length - from > 1 ? `${range}:${columnName(left + cells.length - 1)}${row}` : range, ...(columnStarts.length > 1 ? { columnStarts } : {}),
          ...(values.some((value) => value !== null) ? { raw: Array.from(columnStarts, (_, index) => values[index] ?? null) } : {}),
        },
      })
      charStart = charEnd + 1
    }
  }
  return segments
}
