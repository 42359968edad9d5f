/** One line of the report: what was measured, its value, the best value known from other tools, and over how many items. */
export interface MeasureRow {
  readonly measure: string
  readonly value: number
  /** What the best other tool reaches on files of this kind; `null` where nobody has measured. */
  readonly best: number | null
  readonly n: number
  readonly note?: string
}
