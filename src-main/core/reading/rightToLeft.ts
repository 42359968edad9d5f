/** Letters of Hebrew, Arabic and their relatives, with the presentation forms that PDFs draw them in; their digits run from left to right. */
const RIGHT_TO_LEFT = /[\u0590-\u065F\u066A-\u06EF\u06FA-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFE]/u
const LEFT_TO_RIGHT = /[\p{L}\p{N}]/u
const MIRRORED: Readonly<Record<string, string>> = { '(': ')', ')': '(', '[': ']', ']': '[', '{': '}', '}': '{', '«': '»', '»': '«', '<': '>', '>': '<' }

export function isRightToLeft(text: string): boolean {
  return RIGHT_TO_LEFT.test(text)
}

/**
 * The letters of a word, drawn from left to right, as they are spelt: reversed for scripts that run from right to left, numbers and Latin letters
 * within excepted. A piece (a ligature) is spelt already.
 */
export function spellWord(pieces: readonly string[]): string {
  if (!pieces.some(isRightToLeft)) return pieces.join('')
  return reverseKeeping(pieces, (piece) => !isRightToLeft(piece) && LEFT_TO_RIGHT.test(piece)).map((piece) => MIRRORED[piece] ?? piece).join('')
}

/**
 * Words of a line, given from left to right, in the order in which they are read (the reordering of UAX 9 for whole words): a line of
 * mostly right-to-left words is read from the right, runs of the other direction within a line are turned back.
 */
export function readingOrderOfLine<T extends { readonly text: string }>(words: readonly T[]): readonly T[] {
  const right = words.filter((word) => isRightToLeft(word.text)).length
  if (right === 0) return words
  const left = words.filter((word) => !isRightToLeft(word.text) && /\p{L}/u.test(word.text)).length
  if (right >= left) return reverseKeeping(words, (word) => !isRightToLeft(word.text) && LEFT_TO_RIGHT.test(word.text))
  return turnRuns(words, (word) => isRightToLeft(word.text))
}

/** All in reverse, but runs of those that are kept stay as they are. */
function reverseKeeping<T>(items: readonly T[], isKept: (item: T) => boolean): T[] {
  return turnRuns([...items].reverse(), isKept)
}

/** Runs of matching items reversed in place; items that match nothing inside a run would have to decide where they belong, so they end it. */
function turnRuns<T>(items: readonly T[], matches: (item: T) => boolean): T[] {
  const turned: T[] = []
  let run: T[] = []
  for (const item of items) {
    if (matches(item)) { run.push(item); continue }
    turned.push(...run.reverse(), item)
    run = []
  }
  return [...turned, ...run.reverse()]
}
