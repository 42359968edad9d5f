import type { ChunkId } from '../../../src-shared/domain/ids.ts'
import { byScore, type Candidate } from './fuseRankings.ts'

/**
 * Rankings of the parts of one question as one: each chunk once, with its best score over the parts. Every part's fusion is on
 * the same scale (0 to 1 plus boosts), so the best passages of each part stand side by side.
 */
export function mergeParts(rankings: readonly (readonly Candidate[])[]): Candidate[] {
  if (rankings.length === 1) return [...(rankings[0] ?? [])]
  const best = new Map<ChunkId, Candidate>()
  for (const candidate of rankings.flat()) {
    const known = best.get(candidate.row.chunkId)
    if (known === undefined || candidate.score > known.score) best.set(candidate.row.chunkId, candidate)
  }
  return [...best.values()].sort(byScore)
}
