import type { ConfidenceModel } from './confidence.ts'

/** Written by `test/eval/fitConfidence.ts --write`; not by hand. */
export const STATES_COEFFICIENTS: Pick<ConfidenceModel, 'intercept' | 'weights'> = {
  intercept: -14.3766,
  weights: {
    similarity: 4.6306,
    weakest: 2.1284,
    passageCosine: 2.1659,
    standOut: 0.4357,
    cover: 0.8775,
    missed: 1.2359,
    marginCover: 4.341,
    expected: -0.0339,
    keySimilarity: 4.8269,
    keyPassage: -6.7558,
    threeSimilarity: 3.5947,
    threeCover: 1.1748,
    documentNamed: 1.815,
    length: 7.2393,
    figures: -0.2917,
  },
}
