import type { DocumentBoost } from './QuestionAnalysis.ts'
import type { Candidate } from './fuseRankings.ts'

/** More sources than this beside each other are a list, not a comparison. */
const MAX_DOCUMENTS = 8
/** A document counts as meant when it matches nearly as well as the best one. */
const NEARLY = 0.85

/**
 * For questions over several documents ("over time", "each quarter", "compare"): the documents that are meant take turns, each with its best passages
 * first, so that none is crowded out by a neighbour that merely words the same thing better. The rest follows in its own order. Meant are the documents
 * that the question's names match best; without names, those whose best passage scores near the top.
 */
export function spreadOverDocuments(candidates: readonly Candidate[], boosts: readonly DocumentBoost[]): Candidate[] {
  const meant = meantDocuments(candidates, boosts)
  if (meant.size < 2) return [...candidates]
  const queues = new Map<string, Candidate[]>()
  const others: Candidate[] = []
  for (const candidate of candidates) {
    const id = candidate.row.documentId
    if (!meant.has(id)) others.push(candidate)
    else queues.set(id, [...(queues.get(id) ?? []), candidate])
  }
  const turns: Candidate[] = []
  for (let round = 0; [...queues.values()].some((queue) => queue.length > round); round++) {
    for (const queue of queues.values()) {
      const candidate = queue[round]
      if (candidate !== undefined) turns.push(candidate)
    }
  }
  return descending([...turns, ...others])
}

function meantDocuments(candidates: readonly Candidate[], boosts: readonly DocumentBoost[]): Set<string> {
  const strongest = boosts[0]?.strength ?? 0
  if (strongest > 0) {
    const named = boosts.filter(({ strength }) => strength >= NEARLY * strongest)
    return new Set(named.length <= MAX_DOCUMENTS ? named.map(({ documentId }) => documentId) : [])
  }
  const top = candidates[0]?.score ?? 0
  return new Set(candidates.filter(({ score }) => score >= NEARLY * top).map(({ row }) => row.documentId).slice(0, MAX_DOCUMENTS))
}

/** Ranks were decided; a score never exceeds the one before it, so that a reader of scores sees the same order. */
function descending(candidates: readonly Candidate[]): Candidate[] {
  let ceiling = Infinity
  return candidates.map((candidate) => {
    ceiling = Math.min(ceiling, candidate.score)
    return candidate.score === ceiling ? candidate : { ...candidate, score: ceiling }
  })
}
