import type { ConfidenceModel } from './confidence.ts'

/** Written by `test/eval/fitConfidence.ts --write`; not by hand. */
export const STATES_COEFFICIENTS: Pick<ConfidenceModel, 'intercept' | 'weights' | 'found' | 'closest'> = {
  found: 0.65,
  closest: 0.14,
  intercept: -14.8836,
  weights: {
    similarity: 6.7272,
    unmet: 5.8667,
    cover: 0.6237,
    namesMet: 2.5727,
    numbersMet: 1.8535,
    named: -1.7845,
    documentNamed: 0.8577,
    words: 5.4625,
    marginInPassage: 3.0814,
    marginOfDocument: 1.5043,
    negated: -1.2484,
  },
}
