import type { DocumentId } from './ids.ts'

/** How a figure of an answer was computed from a sheet: all that is needed to compute it again. */
export interface TableComputation {
  readonly kind: 'table'
  /** Name and version of the SQL engine. */
  readonly engine: string
  /** The statement that gave the result; `$1` … stand for `parameters`. */
  readonly sql: string
  readonly parameters: readonly string[]
  readonly documentId: DocumentId
  readonly path: string
  readonly sha256: string
  readonly sheet: string
  /** The table in A1 notation, header included. */
  readonly range: string
  /** 0-based among the tables of the document. */
  readonly table: number
  /** Data rows of the table; rows that sum up others are not among them. */
  readonly tableRows: number
  /** Rows that the figure is over. */
  readonly rowsUsed: number
  /** Rows of the sheet that sum up others and were left out. */
  readonly totalRows: readonly number[]
  readonly columns: readonly string[]
  /** At most 200 rows of the result. */
  readonly result: readonly (readonly (string | null)[])[]
}

/** A figure that follows from figures of the sources by arithmetic. */
export interface ArithmeticComputation {
  readonly kind: 'arithmetic'
  readonly operation: 'difference' | 'percentChange' | 'ratio' | 'sum'
  /** With the operands as read: `1250 − 1000 = 250`. */
  readonly formula: string
  readonly operands: readonly { readonly label: string; readonly value: number; /** Number of its citation. */ readonly citation: number }[]
  readonly result: number
}

export type Computation = TableComputation | ArithmeticComputation
