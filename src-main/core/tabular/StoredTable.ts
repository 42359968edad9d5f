/** A cell's value where it differs from what the sheet shows: a number behind `12 %`, an ISO date behind `3. Mai`. */
export type RawValue = string | number | boolean | null

/** One data row of a table as it is stored: its cells and the slice of its unit's text. */
export interface TableRow {
  /** 1-based in the sheet. */
  readonly row: number
  readonly unit: number
  readonly charStart: number
  readonly charEnd: number
  /** As displayed, from the table's first column on. */
  readonly cells: readonly string[]
  readonly raw?: readonly RawValue[]
}

/** The header row that names the columns (the lowest, where several stand above each other). */
export interface HeaderPlace {
  readonly unit: number
  readonly row: number
  readonly charStart: number
  readonly charEnd: number
  /** Where each column's name stands in the unit's text; absent for a column without a name in that row. */
  readonly names: readonly ({ readonly charStart: number; readonly charEnd: number } | undefined)[]
}

/** A table of a sheet as questions see it, without its rows. */
export interface TableHead {
  /** 0-based in the document. */
  readonly index: number
  readonly sheet: string
  readonly isHidden: boolean
  readonly title?: string
  /** 1-based column of the first cell. */
  readonly left: number
  /** Names from the header rows, upper ones first; a column without a name is called by its letter. */
  readonly names: readonly string[]
  readonly header?: HeaderPlace
}

export type ColumnType = 'number' | 'date' | 'text'

/** What is known of a column after all its rows were seen. */
export interface TableColumn {
  /** 0-based in the table. */
  readonly index: number
  /** `A`, `AB`: as the sheet calls it. */
  readonly letter: string
  readonly name: string
  /** `name`, made unique within its table: what SQL calls it. */
  readonly sqlName: string
  readonly type: ColumnType
  /** Shown before or after its numbers: `$`, `%`. */
  readonly unit?: string
  /** Digits after the point that its numbers have at most. */
  readonly decimals: number
  /** Whole numbers from 1000 to 2999 without separators. */
  readonly isYears: boolean
  readonly filled: number
  /** Cells that hold an error such as `#N/A`. */
  readonly errors: number
  /** Cells of a number or date column that hold something else. */
  readonly unread: number
  /** Different values as displayed, with how often each occurs; undefined when there are too many to hold. */
  readonly values: ReadonlyMap<string, number> | undefined
  /** No value stands twice. */
  readonly isKey: boolean
}

/** A table that can be asked: its columns typed, its total rows set apart. */
export interface TableProfile extends TableHead {
  readonly columns: readonly TableColumn[]
  /** Data rows, total rows left out. */
  readonly rows: number
  readonly firstRow: number
  readonly lastRow: number
  /** Rows that sum up others; never counted in. */
  readonly totalRows: readonly number[]
}
