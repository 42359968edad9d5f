import type { ConfidenceModel } from './confidence.ts'

/**
 * For embedders that give token states. Fitted by `test/eval/fitConfidence.ts` on squad2 and clapnq; figures in `test/eval/answering.md`.
 * `found` was set in the product's own pipeline: of the answerable questions of squad2 61 % are served and 96 % of those right, of the tempting
 * unanswerable ones 26 % are served. `closest` is where questions about something else end: of 30 questions of squad2 put to contoso_hr about nine tenths
 * stay below, of those that contoso_hr answers a twentieth (long questions score low: see "Choosing the place" in `test/eval/answering.md`).
 */
export const CONFIDENCE_WITH_STATES: ConfidenceModel = {
  name: 'states-1',
  intercept: -9.9842,
  weights: {
    similarity: 10.864, weakest: 5.0587, passageSimilarity: -3.3542, passageWeakest: -5.2406, cover: 2.9509, passageCover: -0.5597, passageCosine: 1.8613,
    named: 1.3473, expected: -0.0683, margin: 12.5153, marginCover: -12.9946, missed: -0.3224, passageMissed: 0.1611, standOut: 2.5887,
  },
  found: 0.44,
  closest: 0.05,
}

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
