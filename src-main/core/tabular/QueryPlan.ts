import type { TableColumn } from './StoredTable.ts'

export type Comparison = '=' | '<' | '<=' | '>' | '>='

/** A condition on rows; several are joined by "and". */
export type RowFilter =
  /** `label`: the question's words for it. */
  | { readonly kind: 'in'; readonly column: TableColumn; readonly values: readonly string[]; readonly label: string; readonly negated?: boolean }
  | { readonly kind: 'compare'; readonly column: TableColumn; readonly comparison: Comparison; /** Number, or ISO date for a date column. */ readonly value: string; readonly label: string }
  | { readonly kind: 'between'; readonly column: TableColumn; readonly low: string; readonly high: string; readonly label: string }
  | { readonly kind: 'month'; readonly column: TableColumn; readonly month: number; readonly label: string }
  | { readonly kind: 'filled'; readonly column: TableColumn; readonly label: string; readonly negated?: boolean }

export type Aggregate = 'sum' | 'avg' | 'median' | 'min' | 'max'

/** What is computed for the rows (or for each group of them). */
export type Measure =
  | { readonly kind: 'rows' }
  | { readonly kind: 'distinct'; readonly column: TableColumn }
  | { readonly kind: 'aggregate'; readonly aggregate: Aggregate; readonly column: TableColumn }

/** What a question asks of one table, in terms of its columns. Plain data. */
export type QueryPlan =
  /** One figure. */
  | { readonly kind: 'measure'; readonly measure: Measure; readonly filters: readonly RowFilter[] }
  /** One figure a group; `limit` with the highest or lowest first. */
  | { readonly kind: 'groups'; readonly by: TableColumn; readonly measure: Measure; readonly filters: readonly RowFilter[]; readonly order: 'descending' | 'ascending'; readonly limit?: number }
  /** Rows with the highest or lowest values of a column. */
  | { readonly kind: 'extreme'; readonly show: readonly TableColumn[]; readonly by: TableColumn; readonly order: 'descending' | 'ascending'; readonly limit: number; readonly filters: readonly RowFilter[]; /** What is shown stands in several rows, and whether these were to be added up is open: only an answer that is the same both ways counts. */ readonly mayBeSum?: boolean }
  /** What a column says in certain rows. */
  | { readonly kind: 'list'; readonly show: readonly TableColumn[]; readonly filters: readonly RowFilter[] }
  /** The same figure for two sets of rows, and their difference. */
  | { readonly kind: 'difference'; readonly measure: Measure; readonly filters: readonly RowFilter[]; readonly first: RowFilter; readonly second: RowFilter }
  /** How many (or how much) of the rows meet `part`, in percent. */
  | { readonly kind: 'share'; readonly measure: Measure; readonly filters: readonly RowFilter[]; readonly part: readonly RowFilter[] }
