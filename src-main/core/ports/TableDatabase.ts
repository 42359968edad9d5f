export interface DatabaseColumn {
  readonly name: string
  /** `decimals`: exact up to that many digits after the point. */
  readonly type: 'text' | 'double' | 'date' | 'integer' | { readonly decimals: number }
}

export interface QueryRows {
  readonly columns: readonly string[]
  /** Values as text: numbers in full, dates as ISO. */
  readonly rows: readonly (readonly (string | null)[])[]
}

/** An SQL engine over one table in memory. It cannot reach files or the network. */
export interface TableDatabase {
  /** Name and version, for the record of a computation. */
  readonly engine: string
  /** Makes the table. Values come as text, those of `integer` columns as numbers; one that its column's type cannot hold becomes NULL. */
  create(table: string, columns: readonly DatabaseColumn[], rows: Iterable<readonly (string | number | null)[]>): Promise<void>
  /** Runs one statement with bound parameters (all text). Throws when it needs more memory than allowed. */
  query(sql: string, parameters: readonly string[]): Promise<QueryRows>
  close(): void
}
