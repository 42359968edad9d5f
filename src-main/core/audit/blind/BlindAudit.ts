import type { AnswerDraft } from '../../../../src-shared/domain/answer.ts'
import type { BlindItem, BlindReport, BlindSampleInfo, GivenGrade } from '../../../../src-shared/domain/blindAudit.ts'
import type { AnswerId } from '../../../../src-shared/domain/ids.ts'
import type { RunOptions } from '../../evaluation/Evaluation.ts'

/** One answer of a sample with what its grader is not told. */
export interface SampleItem {
  readonly itemId: string
  readonly answerId: AnswerId
  readonly arm: 'recorded' | 'compared'
  readonly configuration: string
  /** Kept here for the compared arm only; recorded ones stay in the log, so that a redaction reaches them. */
  readonly answer?: AnswerDraft
}

export interface StoredGrade extends GivenGrade {
  readonly grader: string
  /** ISO 8601 UTC. */
  readonly graded: string
}

export interface StoredSample {
  readonly sampleId: string
  readonly created: string
  readonly seed: number
  readonly items: readonly SampleItem[]
  readonly grades: readonly StoredGrade[]
}

export interface SampleRequest {
  /** Questions to draw; with a comparison each brings two answers. */
  readonly size: number
  readonly seed?: number
  /** A configuration that answers the same questions once more, mixed in. */
  readonly compare?: string
}

/** Real answers, graded without knowing where they come from. A sample without an id is the newest one. */
export interface BlindAudit {
  sample(request: SampleRequest, options?: RunOptions): Promise<{ readonly sampleId: string; readonly items: readonly BlindItem[] }>
  samples(): readonly BlindSampleInfo[]
  /** Those that this grader has not graded yet, in the sample's order; answers redacted since are left out. */
  pending(grader: string, sampleId?: string): { readonly sampleId: string; readonly items: readonly BlindItem[] }
  /** A second grade by the same grader replaces the first. Throws WRONG_USAGE for an item that the sample has not, before any is kept. */
  grade(grader: string, grades: readonly GivenGrade[], sampleId?: string): { readonly sampleId: string; readonly graded: number; readonly remaining: number }
  report(sampleId?: string): BlindReport
}

/** The question set that graded questions go into. */
export const GRADED_SET = 'graded'
