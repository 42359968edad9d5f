import type { ConfidenceModel } from './confidence.ts'

/** For embedders that give token states. Written by `test/eval/fitConfidence.ts`; figures in `test/eval/answering.md`. */
export const CONFIDENCE_WITH_STATES: ConfidenceModel = {
  name: 'states-0',
  intercept: -14,
  weights: { similarity: 8, weakest: 2, passageSimilarity: 4, passageWeakest: 2, cover: 2, passageCover: 2, passageCosine: 1, named: 1, expected: 0.5, margin: 0 },
  found: 0.5,
  closest: 0.15,
}

/** For embedders that give pooled vectors only. */
export const CONFIDENCE_WITH_VECTORS: ConfidenceModel = {
  name: 'vectors-0',
  intercept: -9,
  weights: { similarity: 8, weakest: 0, passageSimilarity: 0, passageWeakest: 0, cover: 2, passageCover: 2, passageCosine: 1, named: 1, expected: 0.5, margin: 0 },
  found: 0.5,
  closest: 0.15,
}
