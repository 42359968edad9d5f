import { expect, test } from 'vitest'
import { confidenceOf, gradeOf, type EvidenceSignals } from '../../../src-main/core/answering/confidence.ts'
import { CONFIDENCE_WITH_STATES, CONFIDENCE_WITH_VECTORS } from '../../../src-main/core/answering/confidenceModels.ts'

const good: EvidenceSignals = { similarity: 0.92, weakest: 0.85, passageSimilarity: 0.93, passageWeakest: 0.86, cover: 1, passageCover: 1, passageCosine: 0.82, named: 1, expected: 1, margin: 0.2, marginCover: 0.2, missed: 0, passageMissed: 0, standOut: 0.15, keySimilarity: 0.95, keyPassage: 0.95, threeSimilarity: 0.95, threeCover: 1, documentNamed: 1, length: 0.5, figures: 0.5, unmet: 0.85, worstInPassage: 0.85, namesMet: 1, numbersMet: 1, negated: 0, words: 0.5, marginInPassage: 0.2, marginOfDocument: 0.2, readTogether: 0.92, worstInQuotes: 0.7 }
const bad: EvidenceSignals = { similarity: 0.62, weakest: 0.5, passageSimilarity: 0.65, passageWeakest: 0.52, cover: 0.1, passageCover: 0.2, passageCosine: 0.5, named: 0, expected: 0, margin: 0.01, marginCover: 0.001, missed: 0.9, passageMissed: 0.9, standOut: 0.02, keySimilarity: 0.5, keyPassage: 0.55, threeSimilarity: 0.62, threeCover: 0.2, documentNamed: 0, length: 0.5, figures: 0.5, unmet: 0.45, worstInPassage: 0.5, namesMet: 0, numbersMet: 0, negated: 1, words: 0.5, marginInPassage: 0.01, marginOfDocument: 0.01, readTogether: 0.65, worstInQuotes: 0.4 }

test.each([CONFIDENCE_WITH_STATES, CONFIDENCE_WITH_VECTORS])('evidence that meets every word is found, and evidence that meets none is nothing ($name)', (model) => {
  expect(gradeOf(confidenceOf(good, model), model)).toBe('found')
  expect(gradeOf(confidenceOf(bad, model), model)).toBe('none')
  expect(model.closest).toBeLessThan(model.found)
  expect(Object.keys(good)).toEqual(expect.arrayContaining(Object.keys(model.weights)))
})
