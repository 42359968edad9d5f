import type { Answer, AnswerSentence, Citation } from '../../src-shared/domain/answer.ts'
import type { AnswerId } from '../../src-shared/domain/ids.ts'
import type { Passage } from '../../src-shared/domain/passage.ts'
import type { ErrorData } from '../../src-shared/errors/AppError.ts'

export type AnswerPhase = 'searching' | 'reading' | 'writing' | 'checking' | 'done' | 'stopped' | 'failed'

/** One question on the desk and what is known of its answer so far. */
export interface AnswerView {
  /** Stable from the moment of asking, before the engine has given an id. */
  readonly key: string
  readonly answerId: AnswerId | null
  readonly question: string
  readonly phase: AnswerPhase
  readonly passages: readonly Passage[]
  /** What has been streamed; the answer's own text once it is there. */
  readonly text: string
  readonly lastSequence: number
  readonly sentences: readonly AnswerSentence[]
  readonly citations: readonly Citation[]
  readonly answer: Answer | null
  readonly error: Omit<ErrorData, 'code'> | null
}

export function newAnswerView(key: string, question: string, answerId: AnswerId | null = null): AnswerView {
  return { key, answerId, question, phase: 'searching', passages: [], text: '', lastSequence: -1, sentences: [], citations: [], answer: null, error: null }
}

/** A recorded answer as a view. */
export function finishedAnswerView(answer: Answer, key: string = answer.answerId): AnswerView {
  return {
    key, answerId: answer.answerId, question: answer.question, answer, text: answer.text, passages: answer.passages,
    phase: answer.status === 'cancelled' ? 'stopped' : answer.status === 'failed' ? 'failed' : 'done',
    lastSequence: Number.MAX_SAFE_INTEGER, sentences: answer.sentences, citations: answer.citations, error: null,
  }
}

export function isRunning(view: AnswerView): boolean {
  return view.phase === 'searching' || view.phase === 'reading' || view.phase === 'writing' || view.phase === 'checking'
}
