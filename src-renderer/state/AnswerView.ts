import type { Answer, AnswerSentence, Citation } from '../../src-shared/domain/answer.ts'
import type { DocumentFilter } from '../../src-shared/domain/filter.ts'
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
  /** What a person narrowed it to; null for an answer that was loaded, whose audit entry tells. */
  readonly filter: DocumentFilter | null
  /** The answer in whose place it was asked again. */
  readonly replaces: AnswerId | null
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

export function newAnswerView(key: string, question: string, { filter = {}, replaces = null }: Partial<Pick<AnswerView, 'filter' | 'replaces'>> = {}): AnswerView {
  return { key, answerId: null, question, filter, replaces, phase: 'searching', passages: [], text: '', lastSequence: -1, sentences: [], citations: [], answer: null, error: null }
}

/** A recorded answer as a view. */
export function finishedAnswerView(answer: Answer, key: string = answer.answerId, filter: DocumentFilter | null = null): AnswerView {
  return {
    key, answerId: answer.answerId, question: answer.question, filter, replaces: answer.replaces ?? null, answer, text: answer.text, passages: answer.passages,
    phase: answer.status === 'cancelled' ? 'stopped' : answer.status === 'failed' ? 'failed' : 'done',
    lastSequence: Number.MAX_SAFE_INTEGER, sentences: answer.sentences, citations: answer.citations, error: null,
  }
}

export function isRunning(view: AnswerView): boolean {
  return view.phase === 'searching' || view.phase === 'reading' || view.phase === 'writing' || view.phase === 'checking'
}

/** Each question once: an answer that was asked for again takes the place of the one before it. */
export function currentViews(views: readonly AnswerView[]): AnswerView[] {
  const newest = new Map(views.flatMap((view) => (view.replaces === null ? [] : [[view.replaces, view] as const])))
  const first = views.filter((view) => view.replaces === null || !views.some((other) => other.answerId === view.replaces))
  return first.map((view) => {
    let current = view
    for (let next = current.answerId === null ? undefined : newest.get(current.answerId); next !== undefined; next = current.answerId === null ? undefined : newest.get(current.answerId)) current = next
    return current
  })
}
