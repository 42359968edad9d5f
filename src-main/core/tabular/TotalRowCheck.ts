import { numberOf } from './ColumnProfiler.ts'
import type { TableRow } from './StoredTable.ts'

const TOTAL_LABEL = /^(?:grand\s+|sub-?\s?|overall\s+)?(?:totals?|sums?|summe|gesamt(?:summe)?|total général|totaal|totale)\b[^\d]{0,40}$|^.{1,40}\s(?:sub-?)?total$/i

/** Whether a row calls itself a total: in its first filled cell, with figures beside it. */
export function isTotalLabel(cells: readonly string[]): boolean {
  const first = cells.findIndex((cell) => cell !== '')
  return first >= 0 && TOTAL_LABEL.test(cells[first] ?? '') && cells.slice(first + 1).some((cell) => /\d/.test(cell))
}

/** Below this a row equals the sum of the others by chance. */
const MIN_SUMMED_ROWS = 4

interface Suspect {
  readonly row: TableRow
  readonly sums: readonly (readonly number[])[]
}

/**
 * Decides which of the rows that call themselves totals are: those at the table's end, and those whose figures are sums of rows above (a company may be
 * called Total, and is then a row like any other).
 */
export class TotalRowCheck {
  readonly #suspects: Suspect[] = []
  /** Per column: over all rows, and since the last suspect. */
  #all: number[] = []
  #section: number[] = []
  #rows = 0

  add(row: TableRow): void {
    this.#rows++
    row.cells.forEach((cell, column) => {
      const value = Number(numberOf(cell, row.raw?.[column], '.')?.text ?? 0)
      this.#all[column] = (this.#all[column] ?? 0) + value
      this.#section[column] = (this.#section[column] ?? 0) + value
    })
  }

  suspect(row: TableRow): void {
    this.#suspects.push({ row, sums: [[...this.#all], [...this.#section]] })
    this.#section = []
  }

  /** Whether the row that was added last sums up those before it in two columns or more, whatever it calls itself ("Career", "All sites"). */
  isUnnamedTotal(row: TableRow): boolean {
    const sums = row.cells.filter((cell, column) => {
      const value = Number(numberOf(cell, row.raw?.[column], '.')?.text ?? NaN)
      const before = (this.#all[column] ?? NaN) - value
      return value !== 0 && Math.abs(before - value) <= Math.abs(value) * 1e-6
    })
    return this.#rows > MIN_SUMMED_ROWS && sums.length >= 2
  }

  /** `lastRow`: of the rows that are surely data. */
  judge(lastRow: number): { readonly totalRows: number[]; readonly kept: TableRow[] } {
    const isTotal = ({ row, sums }: Suspect) => row.row > lastRow || row.cells.some((cell, column) => {
      const value = Number(numberOf(cell, row.raw?.[column], '.')?.text ?? NaN)
      return value !== 0 && sums.some((sum) => Math.abs((sum[column] ?? NaN) - value) <= Math.abs(value) * 1e-6)
    })
    return { totalRows: this.#suspects.filter(isTotal).map(({ row }) => row.row), kept: this.#suspects.filter((suspect) => !isTotal(suspect)).map(({ row }) => row) }
  }
}
