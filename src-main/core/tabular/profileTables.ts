import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import { ColumnProfiler } from './ColumnProfiler.ts'
import type { DateOrder } from './parseDate.ts'
import type { DecimalSign } from './parseNumber.ts'
import { scanTables } from './scanTables.ts'
import type { TableHead, TableProfile, TableRow } from './StoredTable.ts'
import { isTotalLabel, TotalRowCheck } from './TotalRowCheck.ts'

/** A profile with what is needed to read its cells the same way again. */
export interface ReadTable {
  readonly profile: TableProfile
  readonly sign: DecimalSign
  readonly order: DateOrder | undefined
}

/** What the tables of a document are like: one pass over all rows that keeps no row. */
export function profileTables(units: Iterable<ParsedUnit>): ReadTable[] {
  const tables: TableProfiler[] = []
  for (const { table, row } of scanTables(units)) {
    const profiler = (tables[table.index] ??= new TableProfiler(table))
    profiler.add(row)
  }
  return tables.map((table) => table.finish())
}

class TableProfiler {
  readonly #head: TableHead
  readonly #columns: ColumnProfiler[] = []
  readonly #totals = new TotalRowCheck()
  #rows = 0
  #firstRow = 0
  #lastRow = 0
  /** Counted only when the next one comes: the last row of a table may be a total by its figures alone. */
  #latest: TableRow | undefined

  constructor(head: TableHead) { this.#head = head }

  add(row: TableRow): void {
    if (isTotalLabel(row.cells) && this.#lastRow > 0) {
      // Only later rows tell whether it really is a sum: until then it is set apart.
      this.#totals.suspect(row)
      return
    }
    this.#lastRow = Math.max(this.#lastRow, row.row)
    this.#totals.add(row)
    if (this.#latest !== undefined) this.#count(this.#latest)
    this.#latest = row
  }

  #count(row: TableRow): void {
    this.#rows++
    if (this.#firstRow === 0) this.#firstRow = row.row
    const width = Math.max(this.#head.names.length, row.cells.length)
    for (let column = 0; column < width; column++) {
      const profiler = (this.#columns[column] ??= new ColumnProfiler())
      profiler.add(row.cells[column] ?? '', row.raw?.[column])
    }
  }

  finish(): ReadTable {
    const last = this.#latest
    const isTotal = last !== undefined && this.#totals.isUnnamedTotal(last)
    if (last !== undefined && !isTotal) this.#count(last)
    const judged = this.#totals.judge(this.#lastRow)
    for (const row of judged.kept) this.#count(row)
    const totalRows = isTotal ? [...judged.totalRows, last.row] : judged.totalRows
    const signs = new Set(this.#columns.flatMap((column) => [...column.signs]))
    // A table with both has text in it that only looks like numbers; English is the reading of most files.
    const sign: DecimalSign = signs.has(',') && !signs.has('.') ? ',' : '.'
    const orders = new Set(this.#columns.flatMap((column) => [...column.orders]))
    const order = orders.size === 1 ? [...orders][0] : undefined
    const taken = new Set<string>()
    const columns = this.#columns.map((column, index) => {
      const name = this.#head.names[index] ?? `column ${index + 1}`
      return column.finish({ index, left: this.#head.left, name, sqlName: uniqueName(name, taken) }, { sign, order })
    })
    return { profile: { ...this.#head, columns, rows: this.#rows, firstRow: this.#firstRow, lastRow: this.#lastRow, totalRows }, sign, order }
  }
}

/** SQL knows no case in names. */
function uniqueName(name: string, taken: Set<string>): string {
  let unique = name
  for (let number = 2; taken.has(unique.toLowerCase()); number++) unique = `${name} (${number})`
  taken.add(unique.toLowerCase())
  return unique
}
