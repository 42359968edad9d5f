import type { PersonalDataKind } from '../../../src-shared/domain/privacy.ts'

/** A stretch of a text, as UTF-16 offsets. */
export interface Span {
  readonly charStart: number
  readonly charEnd: number
}

export interface PersonalDataSpan extends Span {
  readonly kind: PersonalDataKind
}

/** Recognises one form of personal data. */
export interface PersonalDataRule {
  readonly kind: PersonalDataKind
  /** Stretches in order; those of one rule do not overlap. */
  find(text: string): Iterable<Span>
}
