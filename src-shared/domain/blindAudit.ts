import type { Anchor } from './anchor.ts'
import type { AnswerId, DocumentId } from './ids.ts'

export type AuditGrade = 'useful' | 'partly' | 'wrong'

/** Why an answer was not useful, from the first stage to the last. */
export const FAILURE_CAUSES = [
  'fileNotRead', 'staleIndex', 'chunkCutBadly', 'metadataMissing', 'notRetrieved', 'contextCut', 'notSelected', 'unsupportedSentence', 'wronglyRefused', 'wronglyAnswered',
] as const
export type FailureCause = (typeof FAILURE_CAUSES)[number]

/** An answer as its grader sees it: nothing tells which configuration made it, how sure it was or what others thought. */
export interface BlindItem {
  readonly itemId: string
  readonly question: string
  readonly text: string
  readonly sources: readonly { readonly n: number; readonly documentId: DocumentId; readonly path: string; readonly anchor: Anchor; readonly quote: string }[]
}

/** What would have been right, where the grader knows it; null: the library does not hold it, "not found" was right. */
export interface ExpectedAnswer {
  readonly documents: readonly string[]
  /** 1-based. */
  readonly page?: number
  /** The passage that answers, word for word as it stands in the document. */
  readonly text?: string
  readonly answer?: string
}

export interface GivenGrade {
  readonly itemId: string
  readonly grade: AuditGrade
  readonly reason?: string
  /** The grader's own judgement; goes before the diagnosis. */
  readonly cause?: FailureCause
  readonly expected?: ExpectedAnswer | null
}

export interface BlindSampleInfo {
  readonly sampleId: string
  /** ISO 8601 UTC. */
  readonly created: string
  readonly seed: number
  readonly items: number
  readonly graders: Readonly<Record<string, number>>
}

export interface GradeShare {
  readonly count: number
  readonly share: number
  /** 95 % interval (Wilson 1927). */
  readonly low: number
  readonly high: number
}

export interface BlindReport extends BlindSampleInfo {
  /** By configuration: the recorded one, and the compared one where there is one. */
  readonly arms: readonly { readonly arm: 'recorded' | 'compared'; readonly configuration: string; readonly graded: number; readonly grades: Readonly<Record<AuditGrade, GradeShare>> }[]
  /** Where two graded the same items: Cohen's kappa (1960) of the first two graders. */
  readonly agreement?: { readonly graders: readonly [string, string]; readonly items: number; readonly same: number; readonly kappa: number }
  /** Most frequent first; each with what put it there. */
  readonly failures: readonly {
    readonly cause: FailureCause
    readonly items: readonly { readonly itemId: string; readonly answerId: AnswerId; readonly arm: 'recorded' | 'compared'; readonly question: string; readonly grade: AuditGrade; readonly evidence: string; readonly reason?: string }[]
  }[]
  /** The permanent question set that the graded questions are part of. */
  readonly questionSet: string
}
