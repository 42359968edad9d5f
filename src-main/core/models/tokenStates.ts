/** First token's state (CLS pooling) as a vector of its own, of unit length. `states` is row-major `[tokens × dimensions]`. */
export function poolFirstToken(states: Float32Array, dimensions: number): Float32Array {
  return normaliseInPlace(states.slice(0, dimensions))
}

/** Scales each row of `[tokens × dimensions]` to unit length, in place. */
export function normaliseRows(states: Float32Array, dimensions: number): Float32Array {
  for (let start = 0; start < states.length; start += dimensions) normaliseInPlace(states.subarray(start, start + dimensions))
  return states
}

/** Scales a vector to unit length, in place; a zero vector stays as it is. */
export function normaliseInPlace(vector: Float32Array): Float32Array {
  let sum = 0
  for (const value of vector) sum += value * value
  const scale = sum > 0 ? 1 / Math.sqrt(sum) : 0
  for (let index = 0; index < vector.length; index++) vector[index] = (vector[index] ?? 0) * scale
  return vector
}
