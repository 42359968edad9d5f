/**
 * SentencePiece's normaliser `nmt_nfkc` (normalizer_name of XLM-R and multilingual-e5; its rules: google/sentencepiece, src/builder.cc): NFKC, no control characters, every kind and
 * run of white space as one space, none at the ends.
 */
export function nmtNfkc(text: string): string {
  // Line breaks and tabs are control characters too, so they become spaces first.
  return text.normalize('NFKC').replaceAll(/\s+/gu, ' ').replaceAll(/\p{Cc}/gu, '').trim()
}
