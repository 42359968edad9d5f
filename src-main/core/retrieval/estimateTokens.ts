/**
 * Tokens of a text without its tokenizer: a word of a script with spaces takes about 1.4 (and at least one a four letters), a number one a three
 * digits, other signs one each; Han, kana and Thai one a character. Seldom below the real count of the models in use.
 */
export function estimateTokens(text: string): number {
  let tokens = 0
  for (const match of text.matchAll(/(\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Thai}|\p{Script=Hangul})|(\p{N}+)|([\p{L}\p{M}]+)|[^\s\p{L}\p{M}\p{N}]/gu)) {
    if (match[2] !== undefined) tokens += Math.ceil(match[2].length / 3)
    else if (match[3] !== undefined) tokens += Math.max(1, Math.ceil(match[3].length / 5))
    else tokens++
  }
  return Math.ceil(tokens * 1.1)
}
