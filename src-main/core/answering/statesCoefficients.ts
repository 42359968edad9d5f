import type { ConfidenceModel } from './confidence.ts'

/** Written by `test/eval/fitConfidence.ts --write`; not by hand. */
export const STATES_COEFFICIENTS: Pick<ConfidenceModel, 'intercept' | 'weights' | 'found' | 'closest'> = {
  found: 0.67,
  closest: 0.12,
  intercept: -17.5176,
  weights: {
    similarity: 2.5541,
    unmet: 4.7527,
    cover: 0.7764,
    namesMet: 2.3896,
    numbersMet: 1.8032,
    named: -1.9778,
    documentNamed: 0.999,
    words: 3.9138,
    marginInPassage: 2.4906,
    marginOfDocument: 1.6452,
    negated: -1.0969,
    readTogether: 6.5216,
    worstInQuotes: 3.379,
  },
}
