import type { Reranker } from '../ports/Reranker.ts'
import { byScore, type Candidate } from './fuseRankings.ts'

export interface RerankOptions {
  readonly query: string
  /** How many of the best candidates are read by the reranker; the others keep their order behind them. */
  readonly depth: number
  readonly signal?: AbortSignal
}

/**
 * The first `depth` candidates in the order of a cross-encoder's scores. What the fusion knew of names and years stays in: the boost that a
 * document had is added to the reranker's score, since a cross-encoder reads one passage and not which document it stands in.
 */
export async function rerankPassages(reranker: Reranker, candidates: readonly Candidate[], { query, depth, signal }: RerankOptions): Promise<Candidate[]> {
  const head = candidates.slice(0, depth)
  const tail = candidates.slice(depth)
  if (head.length === 0) return []
  const scores = await reranker.rank(query, head.map(({ row }) => row.text), signal === undefined ? {} : { signal })
  const ranked = head.map((candidate, index): Candidate => {
    const rerank = scores[index] ?? 0
    return { ...candidate, score: rerank + (candidate.score - candidate.trace.fused), trace: { ...candidate.trace, rerank } }
  }).sort(byScore)
  const last = ranked.at(-1)?.score ?? 0
  const next = tail[0]?.score ?? 0
  // The tail goes below the head without losing its own spacing.
  return [...ranked, ...tail.map((candidate) => ({ ...candidate, score: candidate.score - next + last - 1e-6 }))]
}
