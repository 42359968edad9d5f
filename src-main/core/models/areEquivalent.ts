/** Vectors of the same texts, in the same order, by two forms of one model. All of unit length. */
export interface FormVectors {
  readonly passages: readonly Float32Array[]
  readonly queries: readonly Float32Array[]
}

export interface Equivalence {
  readonly equivalent: boolean
  /** Mean over passages and queries of the cosine between the two forms. */
  readonly meanCosine: number
  readonly lowestCosine: number
  /** Share of queries whose best passage is the same one under all four pairings of query form and passage form. */
  readonly sameTop: number
}

// int8 ONNX against Q8_0 of one model gives 0.998; different models give below 0.9, so the bar lies well between.
const MINIMUM_MEAN_COSINE = 0.995

/**
 * Whether two forms of one model may serve one index. The vectors must nearly coincide, and a query of either form must find the same best passage
 * among vectors of either form: what a library meets when it moves between a machine with a GPU and one without.
 */
export function areEquivalent(first: FormVectors, second: FormVectors): Equivalence {
  if (first.passages.length !== second.passages.length || first.queries.length !== second.queries.length) throw new Error('The two forms embedded different texts.')
  const cosines = [...first.passages, ...first.queries].map((vector, index) => dot(vector, [...second.passages, ...second.queries][index]))
  const meanCosine = cosines.reduce((sum, value) => sum + value, 0) / Math.max(1, cosines.length)
  const lowestCosine = Math.min(...cosines)
  let same = 0
  for (const index of first.queries.keys()) {
    const tops = [first, second].flatMap((asks) => [first, second].map((holds) => bestOf(asks.queries[index], holds.passages)))
    if (tops.every((top) => top === tops[0])) same++
  }
  const sameTop = first.queries.length === 0 ? 1 : same / first.queries.length
  return { equivalent: cosines.length > 0 && meanCosine >= MINIMUM_MEAN_COSINE && sameTop === 1, meanCosine, lowestCosine, sameTop }
}

function bestOf(query: Float32Array | undefined, passages: readonly Float32Array[]): number {
  let best = -1
  let bestScore = Number.NEGATIVE_INFINITY
  for (const [index, passage] of passages.entries()) {
    const score = dot(query, passage)
    if (score > bestScore) [best, bestScore] = [index, score]
  }
  return best
}

function dot(a: Float32Array | undefined, b: Float32Array | undefined): number {
  if (a === undefined || b === undefined || a.length !== b.length) return 0
  let sum = 0
  for (let index = 0; index < a.length; index++) sum += (a[index] ?? 0) * (b[index] ?? 0)
  return sum
}
