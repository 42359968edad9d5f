import type { JobId } from './ids.ts'
import type { ModelEntry } from './model.ts'

/** A measure that differs significantly between two runs of one question set. */
export interface GatedChange {
  readonly metric: string
  readonly before: number
  readonly after: number
}

/** What the gate found on one question set. */
export interface GateFinding {
  readonly questionSet: string
  readonly passed: boolean
  /** Compared; below twenty only large differences can be told from chance. */
  readonly questions: number
  /** Significantly worse. */
  readonly refused: readonly GatedChange[]
  /** Significantly better. */
  readonly improved: readonly GatedChange[]
}

/** What came of making a model the default. */
export interface ModelUse {
  readonly models: readonly ModelEntry[]
  /** `building`: a new index is being made beside the one in use; it takes over once it is complete and has passed the gate. */
  readonly outcome: 'inForce' | 'refused' | 'building'
  /** Taken against the gate, for a reason that is in the audit log. */
  readonly overridden: boolean
  /** Empty where no question set was chosen for the gate, or nothing changes. */
  readonly gates: readonly GateFinding[]
  readonly jobId?: JobId
}
