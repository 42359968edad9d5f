import type { ConfidenceModel } from './confidence.ts'
import { STATES_COEFFICIENTS } from './statesCoefficients.ts'

/**
 * For embedders that give token states. Fitted over short and long questions of six sets, of whole and of small libraries, by `test/eval/fitConfidence.ts`, which also chooses
 * where the grades begin: `found` where at least 95 % of what is served is right and at most 25 % of tempting questions are served, `closest` where
 * 95 % of questions about something else stay below, each by questions that the fit did not see. Figures in `test/eval/answering.md`.
 */
export const CONFIDENCE_WITH_STATES: ConfidenceModel = { name: 'states-4', ...STATES_COEFFICIENTS }

/** For embedders that give pooled vectors only: 57 % of the answerable are served and 95 % of those right, 25 % of the tempting ones are served. */
export const CONFIDENCE_WITH_VECTORS: ConfidenceModel = {
  name: 'vectors-1',
  intercept: -9.3351,
  weights: {
    similarity: 1.8821, weakest: 1.8821, passageSimilarity: 1.4237, passageWeakest: 1.4237, cover: 2.6125, passageCover: -0.2479, passageCosine: 1.4237,
    named: 1.2309, expected: 0.1351, margin: 5.819, marginCover: -4.8314, missed: -1.067, passageMissed: 0.789, standOut: 4.6598,
  },
  found: 0.5,
  closest: 0.15,
}
