/**
 * `answer`: one row an answer, keyed by its id; `health`: one row a look at the library and the machine, keyed by its time;
 * `repeat`: which answer a question with this key got, see `repeatAnswers`.
 */
export type MeasurementKind = 'answer' | 'health' | 'repeat'

export interface Measurement<Values> {
  readonly key: string
  /** Epoch milliseconds. */
  readonly atMs: number
  readonly values: Values
}

/** The local time series: numbers only, never text of a question or a document. */
export interface MeasurementStore {
  /** A second row under a key replaces the first. */
  add(kind: MeasurementKind, measurement: Measurement<object>): void
  /** Oldest first, from `fromMs` inclusive to `toMs` exclusive. */
  between(kind: MeasurementKind, fromMs: number, toMs: number): readonly Measurement<object>[]
  get(kind: MeasurementKind, key: string): Measurement<object> | undefined
  newest(kind: MeasurementKind): Measurement<object> | undefined
  /** Forgets what is older. */
  prune(kind: MeasurementKind, beforeMs: number): void
}
