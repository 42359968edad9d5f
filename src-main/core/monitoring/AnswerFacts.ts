import type { AnswerGrade, AnswerMode, AnswerStatus, AnswerTimings } from '../../../src-shared/domain/answer.ts'
import type { AuditRecord } from '../../../src-shared/domain/audit.ts'

/** What monitoring and sampling keep of an answer: numbers, classes and ids, never a word of it. */
export interface AnswerFacts {
  readonly status: AnswerStatus
  readonly grade: AnswerGrade
  readonly mode: AnswerMode
  readonly threadId: string
  /** File types of what it cites, else of what it read; sorted. */
  readonly types: readonly string[]
  readonly timingsMs: AnswerTimings
  readonly sentences: number
  readonly weak: number
  readonly unsupported: number
  readonly citations: number
  readonly completionTokens: number
  readonly isCached: boolean
}

export function answerFacts({ answer }: AuditRecord): AnswerFacts {
  const cited = answer.citations.length > 0 ? answer.citations : answer.passages
  const count = (verdict: string) => answer.sentences.filter((sentence) => sentence.verdict === verdict).length
  return {
    status: answer.status, grade: answer.grade, mode: answer.mode, threadId: answer.threadId ?? '',
    types: [...new Set(cited.map(({ path }) => /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase() ?? ''))].sort(),
    timingsMs: answer.timingsMs, sentences: answer.sentences.length, weak: count('weak'), unsupported: count('unsupported'),
    citations: answer.citations.length, completionTokens: answer.usage.completionTokens, isCached: answer.repeats !== undefined,
  }
}
