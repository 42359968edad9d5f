import type { DocumentBoost } from './QuestionAnalysis.ts'
import { byScore, type Candidate } from './fuseRankings.ts'
import type { RetrievalConfig } from './retrievalConfig.ts'

/** A passage with this many figures is a table or as good as one; more figures do not make it more so. */
const FULL_OF_FIGURES = 20

/** What a question says about the passage that would answer it, beside its words. */
export interface BoostGrounds {
  readonly boosts: readonly DocumentBoost[]
  readonly wantsFigures: boolean
}

/**
 * Adds what the words alone do not say: a share for candidates of documents that the question names, and, when it asks for figures, a share for
 * passages that hold some. A table has few words and many numbers, so both searches rank the prose about it above the table itself.
 */
export function applyBoosts(candidates: readonly Candidate[], { boosts, wantsFigures }: BoostGrounds, config: Pick<RetrievalConfig, 'documentBoost' | 'figureBoost'>): Candidate[] {
  const strengths = new Map(boosts.map(({ documentId, strength }) => [documentId, strength]))
  return candidates.map((candidate) => {
    const document = config.documentBoost * (strengths.get(candidate.row.documentId) ?? 0)
    const figures = wantsFigures ? config.figureBoost * figureShare(candidate.row.text) : 0
    return { ...candidate, score: candidate.score + document + figures }
  }).sort(byScore)
}

function figureShare(text: string): number {
  return Math.min(1, (text.match(/\p{N}[\p{N}.,]*/gu)?.length ?? 0) / FULL_OF_FIGURES)
}
