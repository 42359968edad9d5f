// A word as languages write them: letters with marks and inner apostrophes or hyphens, or a number with its signs, between punctuation.
const PLAUSIBLE = /^[\p{P}\p{Sc}\p{Sm}•]*(?:\p{L}[\p{L}\p{M}'’‑/.,:@_&+\p{N}-]*|[\p{N}][\p{N}\p{L}.,:;/%°–—'’()+×*^-]*)?[\p{P}\p{Sc}\p{Sm}°®™©]*$/u
const BROKEN = /[\uFFFD\uE000-\uF8FF\p{Cc}\p{Cn}]/u
const LATIN_WORD = /^[a-zß-öø-ÿ]{3,}$/u
const VOWEL = /[aeiouyà-æè-ïò-öø-ý]/u

/**
 * How much of a text reads like writing, 0 to 1. Fonts without a usable character map give private characters, symbols in the middle of
 * words, or Latin words without vowels; all three lower the share.
 */
export function plausibleShare(words: readonly string[]): number {
  let total = 0
  let plausible = 0
  let latin = 0
  let withVowel = 0
  for (const word of words) {
    const weight = Math.min(word.length, 12)
    total += weight
    if (!BROKEN.test(word) && PLAUSIBLE.test(word)) plausible += weight
    const plain = word.replace(/^\p{P}+|\p{P}+$/gu, '')
    if (LATIN_WORD.test(plain)) {
      latin += 1
      if (VOWEL.test(plain)) withVowel += 1
    }
  }
  if (total === 0) return 0
  // Abbreviations lack vowels too, so a few such words say nothing.
  const vowels = latin >= 10 ? Math.min(1, withVowel / latin / 0.85) : 1
  return (plausible / total) * vowels
}
