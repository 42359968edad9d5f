/** What measuring keeps beside the library: runs, configurations, question sets, samples with their grades, decisions on feedback, and what is in force. */
export type EvaluationKind = 'run' | 'configuration' | 'questionSet' | 'sample' | 'feedback' | 'choice'

export interface StoredName {
  readonly name: string
  /** ISO 8601 UTC. */
  readonly saved: string
}

/** Plain data by kind and name; the newest under a name wins. */
export interface EvaluationStore {
  save(kind: EvaluationKind, name: string, saved: string, value: unknown): void
  load(kind: EvaluationKind, name: string): unknown
  /** Newest first. */
  list(kind: EvaluationKind): readonly StoredName[]
  remove(kind: EvaluationKind, name: string): void
}
