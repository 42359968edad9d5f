import type { ConfidenceModel } from './confidence.ts'

/** Written by `test/eval/fitConfidence.ts --write`; not by hand. */
export const STATES_COEFFICIENTS: Pick<ConfidenceModel, 'intercept' | 'weights' | 'found' | 'closest'> = {
  found: 0.65,
  closest: 0.14,
  intercept: -14.7631,
  weights: {
    similarity: 6.5938,
    unmet: 5.93,
    cover: 0.6446,
    namesMet: 2.4938,
    numbersMet: 1.7795,
    named: -1.7579,
    documentNamed: 0.8991,
    words: 5.4886,
    marginInPassage: 2.9561,
    marginOfDocument: 1.5224,
    negated: -1.2495,
  },
}
