/** An answer's confidence and whether it should have been given. */
export interface Judged {
  readonly score: number
  readonly isPositive: boolean
}

/** Area under the ROC curve: how often a positive scores above a negative, ties half (Mann and Whitney 1947). NaN without both kinds. */
export function areaUnderRoc(judged: readonly Judged[]): number {
  const sorted = [...judged].sort((a, b) => a.score - b.score)
  const positives = sorted.filter(({ isPositive }) => isPositive).length
  const negatives = sorted.length - positives
  if (positives === 0 || negatives === 0) return NaN
  let rankSum = 0
  for (let start = 0; start < sorted.length; ) {
    let end = start
    while (end < sorted.length && sorted[end]?.score === sorted[start]?.score) end++
    // Tied scores share the mean of their ranks.
    const rank = (start + 1 + end) / 2
    for (let index = start; index < end; index++) if (sorted[index]?.isPositive === true) rankSum += rank
    start = end
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives)
}

/** Share of the unanswerable that are answered at the threshold that refuses at most `refusals` of the answerable. NaN without both kinds. */
export function falseAnswersAt(judged: readonly Judged[], refusals: number): number {
  const positives = judged.filter(({ isPositive }) => isPositive).map(({ score }) => score).sort((a, b) => a - b)
  const negatives = judged.filter(({ isPositive }) => !isPositive)
  if (positives.length === 0 || negatives.length === 0) return NaN
  const threshold = positives[Math.min(positives.length - 1, Math.floor(refusals * positives.length))] ?? 0
  return negatives.filter(({ score }) => score >= threshold).length / negatives.length
}
