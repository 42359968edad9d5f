import type { Anchor } from './anchor.ts'
import type { SegmentRole } from './unit.ts'

/** A passage of a document that tries to steer an assistant instead of telling a reader something. It is never obeyed and never quoted as an answer. */
export interface SteeringText {
  /** As it is stored. */
  readonly text: string
  /** Where it stands: hidden (white, tiny, outside the page), a comment, a mail's quoted part, … A document's own title or author is metadata. */
  readonly role: SegmentRole
  /** Absent for a title or author: they stand in no part of the text. */
  readonly unit?: number
  readonly anchor?: Anchor
}

export interface DocumentSteering {
  readonly places: readonly SteeringText[]
  /** False: the document is longer than what was looked through, or holds more than are listed. */
  readonly isComplete: boolean
}
