import { expect, it } from 'vitest'
import { estimateRate } from '../../../src-main/core/jobs/estimateRate.ts'

const steady = (seconds: number, perSecond: number) => Array.from({ length: seconds * 4 + 1 }, (_, index) => ({ atMs: index * 250, done: Math.floor((index / 4) * perSecond) }))

it('tells rate and remaining time of a steady count', () => {
  expect(estimateRate(steady(10, 4), 100)).toEqual({ perSecond: 4, remainingMs: 15_000 })
})

it.each([
  ['too short a time was seen', steady(4, 10), 100],
  ['almost nothing was done', steady(20, 0.1), 100],
  ['the total is unknown', steady(10, 4), undefined],
  ['nothing was seen', [], 100],
])('tells nothing when %s', (_, samples, total) => {
  expect(estimateRate(samples, total)).toBeUndefined()
})

it('tells nothing while the rate changes: ten small files a second and then a large one are no rate', () => {
  const fast = steady(5, 10)
  const stalled = Array.from({ length: 20 }, (_, index) => ({ atMs: 5250 + index * 250, done: 50 }))
  expect(estimateRate([...fast, ...stalled], 100)).toBeUndefined()
})

it('never tells a negative time when more is done than was expected', () => {
  expect(estimateRate(steady(10, 4), 20)?.remainingMs).toBe(0)
})
