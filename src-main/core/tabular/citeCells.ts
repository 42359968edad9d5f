import type { CitedCells } from '../ports/TableQuestions.ts'
import type { TableColumn, TableProfile, TableRow } from './StoredTable.ts'
import { columnName } from '../../../src-shared/domain/narrowAnchor.ts'

/** Rows that are cited one by one; more are cited by their columns. */
export const MAX_CITED_ROWS = 12

type RowPlace = Pick<TableRow, 'row' | 'unit' | 'charStart' | 'charEnd'> & { readonly width: number }

/** Rows as they stand in the sheet, neighbours together. */
export function citeRows({ left }: TableProfile, rows: readonly RowPlace[]): CitedCells[] {
  const runs: RowPlace[][] = []
  for (const row of rows.toSorted((a, b) => a.row - b.row)) {
    const run = runs.at(-1)
    const last = run?.at(-1)
    if (run !== undefined && last !== undefined && last.unit === row.unit && last.row + 1 === row.row && last.charEnd + 1 === row.charStart) run.push(row)
    else runs.push([row])
  }
  return runs.flatMap((run) => {
    const [first, last] = [run[0], run.at(-1)]
    if (first === undefined || last === undefined) return []
    const right = columnName(left + Math.max(1, ...run.map(({ width }) => width)) - 1)
    return [{ unit: first.unit, charStart: first.charStart, charEnd: last.charEnd, range: `${columnName(left)}${first.row}:${right}${last.row}` }]
  })
}

/** Whole columns: the stretch is the column's name, the range all its cells from the name on. */
export function citeColumns({ header, lastRow }: TableProfile, columns: readonly TableColumn[]): CitedCells[] {
  if (header === undefined) return []
  return [...new Set(columns)].map(({ index, letter }) => {
    const name = header.names[index] ?? header
    return { unit: header.unit, charStart: name.charStart, charEnd: name.charEnd, range: `${letter}${header.row}:${letter}${lastRow}` }
  })
}
