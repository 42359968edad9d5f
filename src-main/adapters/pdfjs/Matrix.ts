/** `[a, b, c, d, e, f]`: x' = a·x + c·y + e, y' = b·x + d·y + f. */
export type Matrix = readonly [number, number, number, number, number, number]

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0]

/** First `inner`, then `outer`. */
export function multiply(outer: Matrix, inner: Matrix): Matrix {
  return [
    outer[0] * inner[0] + outer[2] * inner[1], outer[1] * inner[0] + outer[3] * inner[1],
    outer[0] * inner[2] + outer[2] * inner[3], outer[1] * inner[2] + outer[3] * inner[3],
    outer[0] * inner[4] + outer[2] * inner[5] + outer[4], outer[1] * inner[4] + outer[3] * inner[5] + outer[5],
  ]
}

/** A matrix that crossed from pdf.js as an array, a typed array or an object with numbered keys; `undefined` when it is none. */
export function toMatrix(value: unknown): Matrix | undefined {
  if (value === null || typeof value !== 'object') return undefined
  const at = value as Record<number, unknown>
  const numbers = [at[0], at[1], at[2], at[3], at[4], at[5]]
  return numbers.every((number) => typeof number === 'number') ? (numbers as unknown as Matrix) : undefined
}
