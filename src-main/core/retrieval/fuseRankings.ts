import type { PassageTrace } from '../../../src-shared/domain/passage.ts'
import type { ChunkId } from '../../../src-shared/domain/ids.ts'
import type { ScoredChunk } from '../ports/VectorStore.ts'
import type { RetrievalConfig } from './retrievalConfig.ts'

/** One chunk with what every stage said about it. */
export interface Candidate {
  readonly row: ScoredChunk['row']
  readonly trace: PassageTrace
  /** What it is ranked by. */
  readonly score: number
}

export interface Rankings {
  /** Best first, BM25. */
  readonly lexical: readonly ScoredChunk[]
  /** Best first, cosine. */
  readonly vector: readonly ScoredChunk[]
  /** Cosines of chunks that only full text found: with them no candidate's vector score is guessed. */
  readonly missingCosines: ReadonlyMap<ChunkId, number>
  /** BM25 of a text of mean length that holds every word of the question once. */
  readonly idealLexical: number
  /** Share of the question's content words that any text of the library holds, 0 to 1; absent: all. */
  readonly knownWords?: number
}

/**
 * Gated fusion: `w · dense + (1 − w) · known · lexical`, where dense is the cosine spread to 0..1 over the candidates, lexical is BM25 over
 * the larger of the best BM25 and a share of the ideal one, and known the share of the question's words that the library has. A question of which no text holds more than a stray word (another
 * language, other words) thus leaves the ranking to the vectors, which reciprocal rank fusion cannot see: it knows ranks only.
 * Ties go to the better vector rank, then to the chunk's id, so that equal libraries give equal rankings.
 */
export function fuseRankings(rankings: Rankings, config: Pick<RetrievalConfig, 'vectorWeight' | 'lexicalFloor'>): Candidate[] {
  const { lexical, vector, knownWords = 1 } = rankings
  if (lexical.length === 0 && vector.length === 0) return []
  const lexicalRanks = new Map(lexical.map(({ row, score }, index) => [row.chunkId, { rank: index + 1, score }]))
  const vectorRanks = new Map(vector.map(({ row, score }, index) => [row.chunkId, { rank: index + 1, score }]))
  const rows = new Map([...vector, ...lexical].map(({ row }) => [row.chunkId, row]))

  const cosines = [...rows.keys()].flatMap((id) => vectorRanks.get(id)?.score ?? rankings.missingCosines.get(id) ?? [])
  const lowest = Math.min(...cosines)
  const spread = Math.max(...cosines) - lowest
  const lexicalTop = Math.max(lexical[0]?.score ?? 0, config.lexicalFloor * rankings.idealLexical)
  // With one kind of search alone, its order is the order.
  const vectorWeight = lexical.length === 0 && rankings.idealLexical === 0 ? 1 : cosines.length === 0 ? 0 : config.vectorWeight

  const candidates = [...rows.values()].map((row): Candidate => {
    const inLexical = lexicalRanks.get(row.chunkId)
    const inVector = vectorRanks.get(row.chunkId)
    const cosine = inVector?.score ?? rankings.missingCosines.get(row.chunkId)
    const dense = cosine === undefined ? 0 : spread > 0 ? (cosine - lowest) / spread : 1
    const fused = vectorWeight * dense + (1 - vectorWeight) * knownWords * (lexicalTop > 0 ? (inLexical?.score ?? 0) / lexicalTop : 0)
    return {
      row, score: fused,
      trace: {
        ...(inLexical === undefined ? {} : { lexicalRank: inLexical.rank, lexicalScore: inLexical.score }),
        ...(inVector === undefined ? {} : { vectorRank: inVector.rank }),
        ...(cosine === undefined ? {} : { vectorScore: cosine }),
        fused,
      },
    }
  })
  return candidates.sort(byScore)
}

/** Best first; a stable order for equal scores. */
export function byScore(a: Candidate, b: Candidate): number {
  return b.score - a.score || (a.trace.vectorRank ?? Infinity) - (b.trace.vectorRank ?? Infinity) || (a.row.chunkId < b.row.chunkId ? -1 : 1)
}
