/** One line of the table: a ratio of two things timed side by side in the same run, or an absolute figure with its unit. */
export interface BenchRow {
  readonly name: string
  /** One value a repetition, at least 5 for ratios. */
  readonly values: readonly number[]
  readonly unit: 'ratio' | 'ms' | 's' | 'MiB' | 'kB'
  /** The figure to reach; `atMost` or `atLeast`. */
  readonly bar?: { readonly atMost: number } | { readonly atLeast: number }
  readonly note?: string
}
