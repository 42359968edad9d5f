import { describe, expect, it } from 'vitest'
import { answerF1, containsAnswer, figuresFound, figuresOf, numericMatch } from '../../../src-main/core/evaluation/answerMetrics.ts'
import { bootstrapMean, worseByChance } from '../../../src-main/core/evaluation/bootstrap.ts'
import { areaUnderRoc, falseAnswersAt } from '../../../src-main/core/evaluation/calibrationMetrics.ts'
import { compareRuns } from '../../../src-main/core/evaluation/compareRuns.ts'
import { gateRun } from '../../../src-main/core/evaluation/gateRun.ts'
import { parseQuestionSet } from '../../../src-main/core/evaluation/parseQuestionSet.ts'
import { hitAt, ndcgAt, recallAt, reciprocalRank } from '../../../src-main/core/evaluation/rankingMetrics.ts'
import { scoreRetrieval } from '../../../src-main/core/evaluation/scoreRetrieval.ts'
import { summariseRun } from '../../../src-main/core/evaluation/summariseRun.ts'

describe('ranking measures', () => {
  it('computes nDCG by hand: grades 3, 0, 1 against the ideal 3, 2, 1', () => {
    const ideal = 3 + 2 / Math.log2(3) + 1 / Math.log2(4)
    expect(ndcgAt(['a', 'x', 'c'], new Map([['a', 3], ['b', 2], ['c', 1]]), 10)).toBeCloseTo((3 + 1 / Math.log2(4)) / ideal, 10)
  })

  it('counts a repeated page once, without moving others up', () => {
    expect(ndcgAt(['x', 'x', 'a'], new Map([['a', 1]]), 10)).toBeCloseTo(1 / Math.log2(4), 10)
    expect(recallAt(['a', 'a', 'b'], new Set(['a', 'b']), 2)).toBe(0.5)
  })

  it('knows hits and reciprocal ranks', () => {
    expect(hitAt(['x', 'a'], new Set(['a']), 1)).toBe(0)
    expect(hitAt(['x', 'a'], new Set(['a']), 2)).toBe(1)
    expect(reciprocalRank(['x', 'y'], new Set(['a']))).toBe(0)
  })
})

describe('answer measures', () => {
  it('finds an answer as whole words, whatever case, articles and points', () => {
    expect(containsAnswer('It was signed in Paris, France.', ['the france'])).toBe(1)
    expect(containsAnswer('A total of 12 pieces', ['1'])).toBe(0)
    expect(containsAnswer('首都是北京。', ['北京'])).toBe(1)
  })

  it('computes token F1 as SQuAD does', () => {
    expect(answerF1('the red house', ['red'])).toBeCloseTo(2 / 3, 10)
    expect(answerF1('blue', ['red'])).toBe(0)
  })

  it('finds figures with and without thousands commas, and leaves years and quarters out', () => {
    expect(figuresOf('In Q3 2023 (June 25, 2022) sales were $82,959 million, up 2.4 % in 3 regions')).toEqual(['82959', '2.4'])
    expect(figuresFound('82959 and 7', 'sales were 82,959 and 94,836')).toBe(0.5)
    expect(figuresFound('anything', 'no figures')).toBeUndefined()
  })

  it('matches numbers by value', () => {
    expect(numericMatch('about 1200.0 units', '1,200')).toBe(1)
    expect(numericMatch('about 120 units', '1,200')).toBe(0)
  })
})

describe('scoreRetrieval', () => {
  const question = { id: 'q', question: '', answers: ['three months'], answerable: true, documents: ['a.pdf'], evidence: [{ document: 'a.pdf', page: 2 }] }

  it('tells the right page from another page of the right document', () => {
    const scores = scoreRetrieval(question, [{ document: 'a.pdf', unit: 1, text: '' }, { document: 'a.pdf', unit: 2, text: 'The period is three months.' }])
    expect(scores).toMatchObject({ 'page@1': 0, 'page@5': 1, 'doc@1': 1, 'answer@1': 0, 'answer@5': 1 })
  })

  it('leaves out what does not apply', () => {
    expect(Object.keys(scoreRetrieval({ ...question, answers: [], evidence: [] }, []))).not.toContain('page@1')
  })
})

describe('calibration measures', () => {
  const judged = [[0.9, true], [0.8, true], [0.7, false], [0.6, true], [0.1, false]].map(([score, isPositive]) => ({ score: Number(score), isPositive: isPositive === true }))

  it('counts pairs in the right order for the area under the curve', () => {
    expect(areaUnderRoc(judged)).toBeCloseTo(5 / 6, 10)
    expect(areaUnderRoc([{ score: 0.5, isPositive: true }, { score: 0.5, isPositive: false }])).toBe(0.5)
    expect(areaUnderRoc([])).toBeNaN()
  })

  it('sets the threshold by the refusals that are allowed', () => {
    expect(falseAnswersAt(judged, 0)).toBe(0.5)
    expect(falseAnswersAt(judged, 0.34)).toBe(0)
  })
})

describe('comparison of runs', () => {
  function run(scores: readonly number[], name = 'ndcg@10') {
    return summariseRun(scores.map((score, index) => ({ id: `q${index}`, scores: { [name]: score } })), { questionSet: { sha256: 's', questions: scores.length }, config: {} })
  }
  const good = Array.from({ length: 40 }, (_, index) => (index % 4 === 0 ? 0 : 1))

  it('gives the same interval every time, around the mean', () => {
    const interval = bootstrapMean(good)
    expect(interval).toEqual(bootstrapMean(good))
    expect(interval.low).toBeLessThan(0.75)
    expect(interval.high).toBeGreaterThan(0.75)
  })

  it('refuses a run that is worse on many questions and passes one that differs by chance', () => {
    expect(gateRun(run(good), run(good.map((score, index) => (index < 20 ? 0 : score)))).passed).toBe(false)
    expect(gateRun(run(good), run(good.map((score, index) => (index === 1 ? 0 : index === 0 ? 1 : score)))).passed).toBe(true)
    expect(gateRun(run(good), run(good)).passed).toBe(true)
  })

  it('does not take a rise of false answers for an improvement', () => {
    const { metrics } = compareRuns(run([0, 0, 0, 0], 'falseAnswer'), run([1, 1, 1, 1], 'falseAnswer'))
    expect(metrics['falseAnswer']).toMatchObject({ worse: 4, difference: { mean: -1 } })
  })

  it('names the questions that fell, and counts those without a partner', () => {
    const { worst, unpaired } = compareRuns(run([1, 1]), run([1, 0, 1]))
    expect(worst).toEqual([{ id: 'q1', fell: 1 }])
    expect(unpaired).toBe(1)
  })

  it('never calls an unchanged measure worse', () => {
    expect(worseByChance([0, 0, 0])).toBe(1)
    expect(worseByChance(Array.from({ length: 12 }, () => -1))).toBeLessThan(0.01)
  })
})

describe('parseQuestionSet', () => {
  it('reads the form of the development sets', () => {
    const [question] = parseQuestionSet('{"id":1,"question":"Q?","answer":"A","docs":["d"],"evidence":[{"doc":"d","page":3,"text":null}],"type":"t"}\n\n')
    expect(question).toEqual({ id: '1', question: 'Q?', answers: ['A'], answerable: true, documents: ['d'], evidence: [{ document: 'd', page: 3 }], type: 't' })
  })

  it.each([['{"question":"a"}\n{oops', 'Line 2'], ['{"id":"x"}', 'no question'], ['{"id":"x","question":"a"}\n{"id":"x","question":"b"}', 'used before']])('says which line is wrong: %s', (text, message) => {
    expect(() => parseQuestionSet(text)).toThrow(message)
  })
})
