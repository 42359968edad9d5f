import { readFile } from 'node:fs/promises'

export interface TokenizedText {
  /** With the model's start and end token. */
  readonly ids: Int32Array
  /** UTF-16 range in the text for each id; start and end token have an empty range. Computed when asked for. */
  ranges(): (readonly [charStart: number, charEnd: number])[]
}

export interface WordPieceTokenizer {
  /** Cut after `maxTokens` (start and end token included). */
  encode(text: string, maxTokens: number): TokenizedText
  /** Tokens of the whole text without start and end token. */
  countTokens(text: string): number
}

interface Word {
  readonly start: number
  readonly end: number
  readonly pieces: Pieces
}

interface Pieces {
  readonly ids: readonly number[]
  /** UTF-16 length of each piece in the normalised word; null when the word is one unknown token. */
  readonly lengths: readonly number[] | null
}

// Words follow Zipf's law: this many cover all but a few per mille of a library's running words and stay under 10 MB.
const MAX_CACHED_WORDS = 40_000

const WHITESPACE = /\s/u
const CONTROL = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\uFFFD]/u
const PUNCTUATION = /[\p{P}\u0021-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u007E]/u

/**
 * BERT's tokenizer (uncased WordPiece) from a Hugging Face `tokenizer.json`. The library turns words into pieces; words are found here, because
 * the library gives no offsets, reads a document's "[SEP]" as the end token, and repeats its work for every occurrence of a word.
 */
export async function createWordPieceTokenizer(tokenizerPath: string): Promise<WordPieceTokenizer> {
  const { Tokenizer } = await import('@huggingface/tokenizers')
  const json = JSON.parse(await readFile(tokenizerPath, 'utf8')) as object
  const tokenizer = new Tokenizer(json, {})
  const startId = requireToken(tokenizer.token_to_id('[CLS]'), '[CLS]')
  const endId = requireToken(tokenizer.token_to_id('[SEP]'), '[SEP]')
  const unknownId = requireToken(tokenizer.token_to_id('[UNK]'), '[UNK]')
  const cache = new Map<string, Pieces>()

  function piecesOf(word: string): Pieces {
    const known = cache.get(word)
    if (known !== undefined) return known
    const { ids, tokens } = tokenizer.encode(word, { add_special_tokens: false })
    const lengths = ids.includes(unknownId) ? null : tokens.map((token, index) => token.length - (index > 0 && token.startsWith('##') ? 2 : 0))
    const pieces = { ids, lengths }
    // Starting over is simpler than an eviction order, and the frequent words are back within a page.
    if (cache.size >= MAX_CACHED_WORDS) cache.clear()
    cache.set(word, pieces)
    return pieces
  }

  function* wordsOf(text: string): Generator<Word> {
    for (const [start, end] of splitWords(text)) yield { start, end, pieces: piecesOf(text.slice(start, end)) }
  }

  return {
    encode(text, maxTokens) {
      const words: Word[] = []
      const limit = maxTokens - 2
      let count = 0
      for (const word of wordsOf(text)) {
        words.push(word)
        count += word.pieces.ids.length
        if (count >= limit) break
      }
      const kept = Math.min(count, limit)
      const ids = new Int32Array(kept + 2)
      let at = 0
      ids[at++] = startId
      for (const word of words) for (const id of word.pieces.ids) if (at <= kept) ids[at++] = id
      ids[at] = endId
      return { ids, ranges: () => rangesOf(text, words, kept) }
    },
    countTokens(text) {
      let count = 0
      for (const word of wordsOf(text)) count += word.pieces.ids.length
      return count
    },
  }
}

function requireToken(id: number | undefined, token: string): number {
  if (id === undefined) throw new Error(`The tokenizer has no ${token} token: it is not a BERT tokenizer.`)
  return id
}

/** Ranges of words as BERT's basic tokenizer cuts them: at whitespace, around punctuation and around CJK characters. */
export function* splitWords(text: string): Generator<readonly [start: number, end: number]> {
  let start = -1
  let at = 0
  while (at < text.length) {
    const codePoint = text.codePointAt(at) ?? 0
    const size = codePoint > 0xffff ? 2 : 1
    const kind = kindOf(codePoint)
    if (kind === 'letter') {
      if (start < 0) start = at
    } else if (kind !== 'control') {
      if (start >= 0) yield [start, at]
      start = -1
      if (kind === 'single') yield [at, at + size]
    }
    at += size
  }
  if (start >= 0) yield [start, text.length]
}

function kindOf(codePoint: number): 'letter' | 'space' | 'single' | 'control' {
  // ASCII is most of the text, and four regular expressions a character are most of a tokenizer's time.
  if (codePoint < 128) {
    if ((codePoint >= 97 && codePoint <= 122) || (codePoint >= 48 && codePoint <= 57) || (codePoint >= 65 && codePoint <= 90)) return 'letter'
    if (codePoint === 32 || (codePoint >= 9 && codePoint <= 13)) return codePoint === 11 || codePoint === 12 ? 'control' : 'space'
    return codePoint < 32 || codePoint === 127 ? 'control' : 'single'
  }
  if (isCjk(codePoint)) return 'single'
  const character = String.fromCodePoint(codePoint)
  if (CONTROL.test(character)) return 'control'
  if (WHITESPACE.test(character)) return 'space'
  return PUNCTUATION.test(character) ? 'single' : 'letter'
}

/** The blocks of BERT's `_is_chinese_char`. */
function isCjk(codePoint: number): boolean {
  return codePoint >= 0x3400 && ((codePoint >= 0x4e00 && codePoint <= 0x9fff) || codePoint <= 0x4dbf || (codePoint >= 0xf900 && codePoint <= 0xfaff)
    || (codePoint >= 0x20000 && codePoint <= 0x2a6df) || (codePoint >= 0x2a700 && codePoint <= 0x2ceaf) || (codePoint >= 0x2f800 && codePoint <= 0x2fa1f))
}

function rangesOf(text: string, words: readonly Word[], kept: number): (readonly [number, number])[] {
  const ranges: (readonly [number, number])[] = [[0, 0]]
  for (const word of words) {
    if (ranges.length > kept) break
    ranges.push(...rangesInWord(text, word))
  }
  ranges.length = kept + 1
  const end = ranges.at(-1)?.[1] ?? 0
  ranges.push([end, end])
  return ranges
}

/** Maps the pieces of the normalised word (lower case, accents off) back to the written one; a doubt gives each piece the whole word. */
function rangesInWord(text: string, word: Word): (readonly [number, number])[] {
  const { ids, lengths } = word.pieces
  if (lengths === null || lengths.length === 1) return ids.map(() => [word.start, word.end] as const)
  // Where the written character behind the i-th normalised code unit starts and ends.
  const starts: number[] = []
  const ends: number[] = []
  for (let at = word.start; at < word.end;) {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0)
    const normalised = CONTROL.test(character) ? '' : character.toLowerCase().normalize('NFD').replace(/\p{Mn}/gu, '')
    for (let unit = 0; unit < normalised.length; unit++) {
      starts.push(at)
      ends.push(at + character.length)
    }
    at += character.length
  }
  const total = lengths.reduce((sum, length) => sum + length, 0)
  if (total !== starts.length) return ids.map(() => [word.start, word.end] as const)
  const ranges: (readonly [number, number])[] = []
  let unit = 0
  for (const length of lengths) {
    const start = starts[unit] ?? word.start
    unit += length
    ranges.push([start, ends[unit - 1] ?? word.end])
  }
  return ranges
}
