import { expect, test } from 'vitest'
import type { ChunkId } from '../../../src-shared/domain/ids.ts'
import { applyFeedback, feedbackChunks } from '../../../src-main/core/retrieval/applyFeedback.ts'
import type { Candidate } from '../../../src-main/core/retrieval/fuseRankings.ts'
import { candidate, ids } from './candidates.ts'

const config = { feedbackWeight: 0.6, vectorWeight: 0.5 }
/** A direction of the plane, in degrees: near ones have a high cosine. */
const towards = (degrees: number) => Float32Array.from([Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)])
const withCosine = (id: string, score: number, vectorScore: number): Candidate => ({ ...candidate(id, score), trace: { fused: score, vectorScore } })

// Five of one kind lead; behind them stands one of another kind, then one more of theirs.
const head = ['a', 'b', 'c', 'd', 'e'].map((id, index) => withCosine(id, 0.9 - index / 100, 0.9 - index / 100))
const ranked = [...head, withCosine('other', 0.5, 0.5), withCosine('alike', 0.48, 0.49), withCosine('last', 0.2, 0.1)]
const vectors = new Map<ChunkId, Float32Array>(ranked.map(({ row }) => [row.chunkId, towards(['other', 'last'].includes(row.chunkId) ? 80 : 5)]))

test('what resembles the first five rises behind them, and they keep their places', () => {
  const after = applyFeedback(ranked, vectors, config)
  expect(ids(after)).toEqual(['a', 'b', 'c', 'd', 'e', 'alike', 'other', 'last'])
  expect(after.map(({ score }) => score)).toEqual(after.map(({ score }) => score).toSorted((a, b) => b - a))
})

test('even a perfect likeness does not overtake the first five', () => {
  const far = head.map((each, index): Candidate => ({ ...each, score: 0.3 - index / 100 }))
  const after = applyFeedback([...far, withCosine('alike', 0.25, 0.89)], vectors, { feedbackWeight: 5, vectorWeight: 1 })
  expect(ids(after)).toEqual(['a', 'b', 'c', 'd', 'e', 'alike'])
  expect(after[4]?.score).toBeGreaterThan(after[5]?.score ?? 0)
})

test('without vectors, without weight or with few candidates the ranking is as it was', () => {
  const bare = ranked.map((each): Candidate => ({ ...each, trace: { fused: each.score } }))
  expect(ids(applyFeedback(bare, new Map(), config))).toEqual(ids(ranked))
  expect(applyFeedback(ranked, vectors, { ...config, feedbackWeight: 0 })).toEqual(ranked)
  expect(feedbackChunks(head)).toEqual([])
  expect(feedbackChunks(ranked)).toHaveLength(ranked.length)
})
