/**
 * How near a read text is to its reference.
 *
 * Words are NFKC, lower case, runs of letters and digits. Recall and precision are over multisets of words; order is the longest
 * common subsequence over the reference's words that were found at all; the character error rate is the edit distance over the
 * reference's length, after spaces are folded.
 */
export function wordsOf(text: string): string[] {
  return text.normalize('NFKC').toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}

export interface WordScore {
  readonly recall: number
  readonly precision: number
}

export function wordScore(found: readonly string[], reference: readonly string[]): WordScore {
  const left = countWords(found)
  let shared = 0
  for (const word of reference) {
    const count = left.get(word) ?? 0
    if (count > 0) { shared += 1; left.set(word, count - 1) }
  }
  return { recall: reference.length === 0 ? 1 : shared / reference.length, precision: found.length === 0 ? (reference.length === 0 ? 1 : 0) : shared / found.length }
}

function countWords(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}

/** Share of the shared words that stand in the same order: LCS length / shared words. 1 when nothing is shared. */
export function orderScore(found: readonly string[], reference: readonly string[]): number {
  const { recall } = wordScore(found, reference)
  const shared = Math.round(recall * reference.length)
  return shared === 0 ? 1 : lcsLength(found, reference) / shared
}

/** Bit-parallel longest common subsequence (Hyyrö 2004) on big integers: one page in about a millisecond. */
export function lcsLength(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0
  const masks = new Map<string, bigint>()
  a.forEach((word, index) => masks.set(word, (masks.get(word) ?? 0n) | (1n << BigInt(index))))
  const all = (1n << BigInt(a.length)) - 1n
  let row = all
  for (const word of b) {
    const matches = row & (masks.get(word) ?? 0n)
    row = ((row + matches) | (row - matches)) & all
  }
  let count = 0
  for (const bits of (~row & all).toString(16)) count += [0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4][Number.parseInt(bits, 16)] ?? 0
  return count
}

export function characterErrorRate(found: string, reference: string): number {
  const fold = (text: string): string => text.normalize('NFKC').replace(/\s+/gu, ' ').trim()
  const a = fold(found)
  const b = fold(reference)
  if (b.length === 0) return a.length === 0 ? 0 : 1
  let previous = Uint32Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const current = new Uint32Array(b.length + 1)
    current[0] = i
    for (let j = 1; j <= b.length; j += 1) {
      const change = (previous[j - 1] ?? 0) + (a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? 0 : 1)
      current[j] = Math.min(change, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1)
    }
    previous = current
  }
  return (previous[b.length] ?? 0) / b.length
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Nearest rank; `share` 0.05 is the value that 95 % of the items reach. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
}
