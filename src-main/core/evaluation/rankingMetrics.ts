/**
 * Ranking measures over keys (documents, pages, passages), best first. Keys may repeat in a ranking (several passages of one page):
 * only the first counts, and does not move the others up.
 */

/** 1 when any relevant key stands in the first `k`, else 0. What "page@5" and "doc@1" mean. */
export function hitAt(ranked: readonly string[], relevant: ReadonlySet<string>, k: number): number {
  return ranked.slice(0, k).some((key) => relevant.has(key)) ? 1 : 0
}

/** Share of the relevant keys that stand in the first `k`; 0 when nothing is relevant. */
export function recallAt(ranked: readonly string[], relevant: ReadonlySet<string>, k: number): number {
  if (relevant.size === 0) return 0
  return new Set(ranked.slice(0, k).filter((key) => relevant.has(key))).size / relevant.size
}

/** 1 / rank of the first relevant key, 0 when none is ranked. */
export function reciprocalRank(ranked: readonly string[], relevant: ReadonlySet<string>): number {
  const index = ranked.findIndex((key) => relevant.has(key))
  return index < 0 ? 0 : 1 / (index + 1)
}

/**
 * Normalised discounted cumulative gain with linear gains, as trec_eval computes it (Järvelin and Kekäläinen 2002). Every key of a
 * positive grade counts for the ideal; 0 when there is none.
 */
export function ndcgAt(ranked: readonly string[], relevance: ReadonlyMap<string, number>, k: number): number {
  const ideal = [...relevance.values()].filter((grade) => grade > 0).sort((a, b) => b - a).slice(0, k).reduce((sum, grade, index) => sum + discounted(grade, index), 0)
  if (ideal === 0) return 0
  const seen = new Set<string>()
  let gain = 0
  for (const [index, key] of ranked.slice(0, k).entries()) {
    if (seen.has(key)) continue
    seen.add(key)
    gain += discounted(relevance.get(key) ?? 0, index)
  }
  return gain / ideal
}

function discounted(grade: number, index: number): number {
  return grade / Math.log2(index + 2)
}
