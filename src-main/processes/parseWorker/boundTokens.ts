/**
 * Tokens of a text for an embedder whose tokenizer is not here, counted on the high side: a chunk that is a little short loses nothing (120, 220 and
 * 400 words measured the same), one that is too long loses its end. Subword vocabularies hold the frequent pieces of two letters of alphabetic scripts;
 * digits, ideographs, signs and everything rarer count one each.
 */
export function boundTokens(text: string): number {
  let tokens = 0
  for (const [run] of text.matchAll(/[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{M}]+|[^\s]/gu)) tokens += Math.ceil(run.length / 2)
  return tokens
}
