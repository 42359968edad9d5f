import type { ConfidenceModel } from './confidence.ts'

/** Written by `test/eval/fitConfidence.ts --write`; not by hand. */
export const STATES_COEFFICIENTS: Pick<ConfidenceModel, 'intercept' | 'weights'> = {
  intercept: -13.4029,
  weights: {
    similarity: 4.5904,
    weakest: 2.1516,
    passageCosine: 2.4175,
    standOut: 0.5166,
    cover: 0.7491,
    missed: 1.1043,
    marginCover: 4.3828,
    expected: -0.0333,
    keySimilarity: 4.7607,
    keyPassage: -7.4057,
    threeSimilarity: 4.0216,
    threeCover: 1.1687,
    documentNamed: 1.821,
    length: 5.9721,
    figures: -0.2845,
  },
}
