export interface LabelledRow<Signals> {
  readonly signals: Signals
  readonly label: boolean
  readonly weight: number
}

/** Logistic regression by gradient descent with momentum on standardised signals; `l2` is the strength of the prior. */
export function fitLogistic<Signals extends object>(rows: readonly LabelledRow<Signals>[], { l2 = 1, steps = 600 } = {}): { intercept: number; weights: Record<keyof Signals, number> } {
  const keys = Object.keys(rows[0]?.signals ?? {}) as (keyof Signals)[]
  const valueOf = (row: LabelledRow<Signals>, key: keyof Signals) => Number(row.signals[key])
  const means = keys.map((key) => rows.reduce((sum, row) => sum + valueOf(row, key), 0) / rows.length)
  const deviations = keys.map((key, index) => Math.sqrt(rows.reduce((sum, row) => sum + (valueOf(row, key) - (means[index] ?? 0)) ** 2, 0) / rows.length) || 1)
  const inputs = rows.map((row) => keys.map((key, index) => (valueOf(row, key) - (means[index] ?? 0)) / (deviations[index] ?? 1)))
  const total = rows.reduce((sum, row) => sum + row.weight, 0)
  const weights = keys.map(() => 0)
  const speeds = keys.map(() => 0)
  let intercept = 0
  let interceptSpeed = 0
  for (let step = 0; step < steps; step++) {
    const slopes = weights.map((weight) => (l2 * weight) / total)
    let interceptSlope = 0
    for (const [index, input] of inputs.entries()) {
      const row = rows[index]
      if (row === undefined) continue
      let sum = intercept
      for (let key = 0; key < input.length; key++) sum += (weights[key] ?? 0) * (input[key] ?? 0)
      const error = (row.weight * (1 / (1 + Math.exp(-sum)) - Number(row.label))) / total
      interceptSlope += error
      for (let key = 0; key < input.length; key++) slopes[key] = (slopes[key] ?? 0) + error * (input[key] ?? 0)
    }
    for (let key = 0; key < weights.length; key++) {
      speeds[key] = 0.9 * (speeds[key] ?? 0) - 0.15 * (slopes[key] ?? 0)
      weights[key] = (weights[key] ?? 0) + (speeds[key] ?? 0)
    }
    interceptSpeed = 0.9 * interceptSpeed - 0.15 * interceptSlope
    intercept += interceptSpeed
  }
  const raw = weights.map((weight, index) => weight / (deviations[index] ?? 1))
  return {
    intercept: intercept - raw.reduce((sum, weight, index) => sum + weight * (means[index] ?? 0), 0),
    weights: Object.fromEntries(keys.map((key, index) => [key, raw[index] ?? 0])) as Record<keyof Signals, number>,
  }
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
