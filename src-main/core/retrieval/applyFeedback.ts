import type { ChunkId } from '../../../src-shared/domain/ids.ts'
import { byScore, type Candidate } from './fuseRankings.ts'
import type { RetrievalConfig } from './retrievalConfig.ts'

/** The passages that the others are compared with; they keep their places. */
const HEAD = 5
/** How far down the others are looked at: what stands deeper does not come into a context. */
const DEPTH = 60
/** How fast a passage of the head loses its say with its distance from the best one: at 0.9 of its score it keeps 0.43. */
const SHARPNESS = 8
/** Tells two scores apart, and nothing more. */
const LEAST_STEP = 1e-9

/** Chunks whose vectors `applyFeedback` needs. */
export function feedbackChunks(ranked: readonly Candidate[]): readonly ChunkId[] {
  return ranked.length > HEAD ? ranked.slice(0, DEPTH).map(({ row }) => row.chunkId) : []
}

/**
 * Pseudo-relevance feedback with vectors (Rocchio 1971; Li et al., "Pseudo relevance feedback with deep language models and dense retrievers", TOIS 2023):
 * what resembles the best passages rises, in the vector's share of its score. The best ones themselves stay where they are: a first
 * hit must not be decided by its neighbours, and one that is wrong would only pull up its like. Expects candidates best first with their fused scores, and gives them so.
 * Candidates without a vector keep their scores.
 */
export function applyFeedback(ranked: readonly Candidate[], vectors: ReadonlyMap<ChunkId, Float32Array>, config: Pick<RetrievalConfig, 'feedbackWeight' | 'vectorWeight'>): Candidate[] {
  const cosines = ranked.flatMap(({ trace }) => trace.vectorScore ?? [])
  if (ranked.length <= HEAD || cosines.length === 0 || config.feedbackWeight === 0) return [...ranked]
  const lowest = Math.min(...cosines)
  const spread = Math.max(...cosines) - lowest
  const looked = ranked.slice(0, DEPTH)
  const support = looked.map((candidate) => supportOf(candidate, looked.slice(0, HEAD), vectors))
  const least = Math.min(...support)
  const mixed = looked.map(({ trace }, index) => (trace.vectorScore ?? 0) + config.feedbackWeight * ((support[index] ?? 0) - least))
  const mixedSpread = Math.max(...mixed) - lowest
  if (spread <= 0 || mixedSpread <= 0) return [...ranked]
  const rescored = looked.map((candidate, index): Candidate => {
    const { vectorScore } = candidate.trace
    if (vectorScore === undefined) return candidate
    const gained = ((mixed[index] ?? 0) - lowest) / mixedSpread - (vectorScore - lowest) / spread
    return { ...candidate, score: candidate.score + config.vectorWeight * gained }
  })
  const rest = [...rescored.slice(HEAD), ...ranked.slice(DEPTH)].sort(byScore)
  return [...aboveOf(looked.slice(0, HEAD), rest[0]?.score ?? 0), ...rest]
}

/** Mean cosine with the head (but for itself), each of it counting by its score's share of the best one's. */
function supportOf({ row }: Candidate, head: readonly Candidate[], vectors: ReadonlyMap<ChunkId, Float32Array>): number {
  const own = vectors.get(row.chunkId)
  const best = head[0]?.score ?? 0
  let sum = 0
  let weights = 0
  for (const other of head) {
    const vector = vectors.get(other.row.chunkId)
    if (own === undefined || vector === undefined || other.row.chunkId === row.chunkId || best <= 0) continue
    const weight = Math.max(0, other.score / best) ** SHARPNESS
    sum += weight * dot(own, vector)
    weights += weight
  }
  return weights > 0 ? sum / weights : 0
}

/** The head in its order, its scores raised just above the rest where the rest overtook them. */
function aboveOf(head: readonly Candidate[], floor: number): Candidate[] {
  return head.map((candidate, index) => ({ ...candidate, score: Math.max(candidate.score, floor + (head.length - index) * LEAST_STEP) }))
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (const [index, value] of a.entries()) sum += value * (b[index] ?? 0)
  return sum
}
