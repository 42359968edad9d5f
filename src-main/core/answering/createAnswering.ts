import { replayAnswer } from '../audit/replayAnswer.ts'
import type { Answering, AnsweringDependencies } from './Answering.ts'
import { answerQuestion } from './answerQuestion.ts'
import { createStateCache } from './createStateCache.ts'

/** Answers questions from the library; see `Answering`. Holds nothing but a bounded cache. */
export function createAnswering(deps: AnsweringDependencies): Answering {
  const cache = createStateCache()
  return {
    ask: (request, signal, checkpoint) => answerQuestion({ ...deps, cache }, request, { signal: signal ?? new AbortController().signal, ...(checkpoint === undefined ? {} : { checkpoint }) }),
    replay: (answerId, signal) => replayAnswer(deps, answerId, signal),
  }
}
