import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'

/** Words in a shingle. Five words in order are seldom shared by accident. */
const SHINGLE_WORDS = 5
/** Standard error of the similarity: 1 / sqrt(128), about 9 % at most. */
const HASHES = 128
/** Shorter texts have too few shingles to tell alike from accidental. */
const MIN_SHINGLES = 50
/** A book is known by its first 200,000 words. */
const MAX_SHINGLES = 200_000

/**
 * MinHash signature of a document's words (Broder, "On the resemblance and containment of documents", 1997), with one-permutation hashing (Li, Owen, Zhang 2012): one
 * hash a shingle, its upper bits choose the bin, the smallest of each bin is kept, empty bins borrow from the next one (densification, Shrivastava and Li 2014). The
 * share of equal positions in two signatures estimates the Jaccard similarity of their shingle sets. Undefined for short texts.
 */
export function signatureOf(units: Iterable<Pick<ParsedUnit, 'text'>>): Uint32Array | undefined {
  const signature = new Uint32Array(HASHES).fill(0xffffffff)
  const window: number[] = []
  let shingles = 0
  for (const { text } of units) {
    for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{N}]+/gu)) {
      window.push(hashOf(word))
      if (window.length > SHINGLE_WORDS) window.shift()
      if (window.length < SHINGLE_WORDS) continue
      const shingle = window.reduce((mixed, hash) => mix(mixed ^ hash), 0x9e3779b9)
      const bin = shingle >>> 25
      const value = mix(shingle)
      if (value < (signature[bin] ?? 0)) signature[bin] = value
      if (++shingles >= MAX_SHINGLES) return densified(signature)
    }
  }
  return shingles < MIN_SHINGLES ? undefined : densified(signature)
}

/** Files that are the same document saved again are above, two reports from one template are below. */
export const NEAR_DUPLICATE_SIMILARITY = 0.7

/** Estimated Jaccard similarity, 0 to 1. */
export function similarityOf(left: Uint32Array, right: Uint32Array): number {
  if (left.length === 0 || left.length !== right.length) return 0
  let equal = 0
  for (let index = 0; index < left.length; index++) if (left[index] === right[index]) equal++
  return equal / left.length
}

function densified(signature: Uint32Array): Uint32Array {
  const filled = signature.slice()
  for (let index = 0; index < HASHES; index++) {
    let distance = 0
    while (signature[(index + distance) % HASHES] === 0xffffffff && distance < HASHES) distance++
    // The distance is mixed in, so that two borrowed values are equal only when borrowed alike.
    if (distance > 0) filled[index] = mix((signature[(index + distance) % HASHES] ?? 0) + distance)
  }
  return filled
}

/** FNV-1a over UTF-16 units. */
function hashOf(word: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < word.length; index++) hash = Math.imul(hash ^ word.charCodeAt(index), 0x01000193)
  return hash >>> 0
}

/** The finaliser of MurmurHash3: every input bit moves every output bit. */
function mix(value: number): number {
  let mixed = value >>> 0
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
