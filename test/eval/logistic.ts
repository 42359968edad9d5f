export interface LabelledRow<Signals> {
  readonly signals: Signals
  readonly label: boolean
  readonly weight: number
}

/** Logistic regression on standardised signals by Newton's method (iteratively reweighted least squares); `l2` is the strength of the prior, in rows of mean weight. */
export function fitLogistic<Signals extends object>(rows: readonly LabelledRow<Signals>[], { l2 = 1, iterations = 12 } = {}): { intercept: number; weights: Record<keyof Signals, number> } {
  const keys = Object.keys(rows[0]?.signals ?? {}) as (keyof Signals)[]
  const valueOf = (row: LabelledRow<Signals>, key: keyof Signals) => Number(row.signals[key])
  const means = keys.map((key) => rows.reduce((sum, row) => sum + valueOf(row, key), 0) / rows.length)
  const deviations = keys.map((key, index) => Math.sqrt(rows.reduce((sum, row) => sum + (valueOf(row, key) - (means[index] ?? 0)) ** 2, 0) / rows.length) || 1)
  const inputs = rows.map((row) => [...keys.map((key, index) => (valueOf(row, key) - (means[index] ?? 0)) / (deviations[index] ?? 1)), 1])
  const scale = rows.length / rows.reduce((sum, row) => sum + row.weight, 0)
  const size = keys.length + 1
  let weights = new Array<number>(size).fill(0)
  for (let iteration = 0; iteration < iterations; iteration++) {
    const slopes = weights.map((weight, key) => (key < keys.length ? -l2 * weight : 0))
    const curvature = Array.from({ length: size }, (_, i) => Array.from({ length: size }, (__, j) => (i === j ? (i < keys.length ? l2 : 1e-9) : 0)))
    for (const [index, input] of inputs.entries()) {
      const row = rows[index]
      if (row === undefined) continue
      const probability = 1 / (1 + Math.exp(-input.reduce((sum, value, key) => sum + value * (weights[key] ?? 0), 0)))
      const weight = row.weight * scale
      for (let i = 0; i < size; i++) {
        slopes[i] = (slopes[i] ?? 0) + weight * (Number(row.label) - probability) * (input[i] ?? 0)
        const line = curvature[i] ?? []
        const bent = weight * Math.max(1e-6, probability * (1 - probability)) * (input[i] ?? 0)
        for (let j = 0; j < size; j++) line[j] = (line[j] ?? 0) + bent * (input[j] ?? 0)
      }
    }
    const step = solve(curvature, slopes)
    weights = weights.map((weight, key) => weight + (step[key] ?? 0))
  }
  const raw = keys.map((_, index) => (weights[index] ?? 0) / (deviations[index] ?? 1))
  return {
    intercept: (weights[keys.length] ?? 0) - raw.reduce((sum, weight, index) => sum + weight * (means[index] ?? 0), 0),
    weights: Object.fromEntries(keys.map((key, index) => [key, raw[index] ?? 0])) as Record<keyof Signals, number>,
  }
}

/** Gaussian elimination with partial pivoting. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((line, index) => [...line, right[index] ?? 0])
  for (let column = 0; column < rows.length; column++) {
    const pivot = rows.slice(column).reduce((best, line, index) => (Math.abs(line[column] ?? 0) > Math.abs(rows[best]?.[column] ?? 0) ? column + index : best), column)
    const chosen = rows[pivot] ?? []
    rows[pivot] = rows[column] ?? []
    rows[column] = chosen
    for (const [index, line] of rows.entries()) {
      if (index === column) continue
      const factor = (line[column] ?? 0) / (chosen[column] ?? 1)
      for (let place = column; place < line.length; place++) line[place] = (line[place] ?? 0) - factor * (chosen[place] ?? 0)
    }
  }
  return rows.map((line, index) => (line[rows.length] ?? 0) / (line[index] ?? 1))
}

/** Area under the ROC curve: the chance that a positive scores above a negative, ties half. */
export function rocArea(positives: readonly number[], negatives: readonly number[]): number {
  const all = [...positives.map((value) => ({ value, isPositive: true })), ...negatives.map((value) => ({ value, isPositive: false }))].sort((a, b) => a.value - b.value)
  let ranks = 0
  for (let start = 0; start < all.length;) {
    let end = start
    while (end < all.length && all[end]?.value === all[start]?.value) end++
    for (let index = start; index < end; index++) if (all[index]?.isPositive === true) ranks += (start + end + 1) / 2
    start = end
  }
  return (ranks - (positives.length * (positives.length + 1)) / 2) / (positives.length * negatives.length)
}

/** Share of negatives served at the threshold that refuses `refused` of the positives. */
export function falseAnswersAt(refused: number, positives: readonly number[], negatives: readonly number[]): number {
  const threshold = positives.toSorted((a, b) => a - b)[Math.floor(refused * positives.length)] ?? 1
  return negatives.filter((value) => value >= threshold).length / negatives.length
}
