import type { DocumentBoost } from './QuestionAnalysis.ts'
import { byScore, type Candidate } from './fuseRankings.ts'

/** Adds `weight × strength` to the candidates of documents that the question names. */
export function applyBoosts(candidates: readonly Candidate[], boosts: readonly DocumentBoost[], weight: number): Candidate[] {
  if (boosts.length === 0 || weight === 0) return [...candidates]
  const strengths = new Map(boosts.map(({ documentId, strength }) => [documentId, strength]))
  return candidates.map((candidate) => ({ ...candidate, score: candidate.score + weight * (strengths.get(candidate.row.documentId) ?? 0) })).sort(byScore)
}
