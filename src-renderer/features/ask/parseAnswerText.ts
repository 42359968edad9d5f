import type { AnswerSentence } from '../../../src-shared/domain/answer.ts'

export type AnswerPiece =
  | { readonly kind: 'text'; readonly text: string; /** Index into the sentences; null outside of them. */ readonly sentence: number | null }
  | { readonly kind: 'mark'; readonly n: number; readonly sentence: number | null }

export interface AnswerBlock {
  readonly kind: 'paragraph' | 'item'
  readonly pieces: readonly AnswerPiece[]
}

interface Marked {
  readonly plain: string
  /** In order; `at` is an index into `plain`. */
  readonly marks: readonly { readonly at: number; readonly n: number }[]
}

/** Takes the marks `[n]` out of an answer's text and turns `\[12]`, a bracket of the source's own, back into `[12]`. */
export function takeMarks(raw: string): Marked {
  const marks: { at: number; n: number }[] = []
  let plain = ''
  let from = 0
  for (const match of raw.matchAll(/\\\[|[ \t]*\[(\d{1,4})\]/g)) {
    plain += raw.slice(from, match.index)
    from = match.index + match[0].length
    if (match[1] === undefined) plain += '['
    else marks.push({ at: plain.length, n: Number(match[1]) })
  }
  return { plain: plain + raw.slice(from), marks }
}

/** What can be shown of a text that is still being written: whole words, and no half of a mark. */
export function settledText(streamed: string): string {
  const withoutHalfMark = streamed.replace(/\s*\\?\[?\d*$/, (tail) => (tail.includes('[') ? '' : tail))
  const lastSpace = Math.max(withoutHalfMark.lastIndexOf(' '), withoutHalfMark.lastIndexOf('\n'), withoutHalfMark.lastIndexOf(']'))
  // Languages that write no spaces would otherwise wait for the end of the sentence.
  return withoutHalfMark.length - lastSpace > 30 ? withoutHalfMark : withoutHalfMark.slice(0, lastSpace + 1)
}

interface Span {
  readonly start: number
  readonly end: number
  readonly sentence: number
}

/**
 * Where each sentence stands in the plain text, in order, whatever its white space. Null when a sentence that is in doubt
 * cannot be found: the caller then shows the sentences themselves, because doubt must never be lost.
 */
function locateSentences(plain: string, sentences: readonly AnswerSentence[]): Span[] | null {
  const places: number[] = []
  let compact = ''
  for (let index = 0; index < plain.length; index += 1) {
    if (/\s/.test(plain.charAt(index))) continue
    compact += plain.charAt(index)
    places.push(index)
  }
  const spans: Span[] = []
  let cursor = 0
  for (const [index, sentence] of sentences.entries()) {
    const wanted = takeMarks(sentence.text).plain.replace(/\s+/g, '')
    const at = wanted === '' ? -1 : compact.indexOf(wanted, cursor)
    if (at === -1) {
      if (sentence.verdict !== 'supported') return null
      continue
    }
    cursor = at + wanted.length
    spans.push({ start: places[at] ?? 0, end: (places[cursor - 1] ?? 0) + 1, sentence: index })
  }
  return spans
}

/** The answer as paragraphs and list items of text and marks, each piece knowing the sentence that it belongs to. */
export function parseAnswerText(raw: string, sentences: readonly AnswerSentence[]): AnswerBlock[] {
  const marked = takeMarks(raw)
  const spans = locateSentences(marked.plain, sentences)
  return spans === null ? blocksOf(...joinSentences(sentences)) : blocksOf(marked, spans)
}

/**
 * Parses a text that grows: lines that are complete are parsed once and keep their blocks, so that only the last one is drawn again.
 * Sentences are not known yet; any other text begins anew.
 */
export function createStreamParser(): (raw: string) => readonly AnswerBlock[] {
  let settled = ''
  let blocks: readonly AnswerBlock[] = []
  return (raw) => {
    if (!raw.startsWith(settled)) [settled, blocks] = ['', []]
    const end = raw.lastIndexOf('\n') + 1
    if (end > settled.length) {
      blocks = [...blocks, ...parseAnswerText(raw.slice(settled.length, end), [])]
      settled = raw.slice(0, end)
    }
    return [...blocks, ...parseAnswerText(raw.slice(end), [])]
  }
}

function joinSentences(sentences: readonly AnswerSentence[]): [Marked, Span[]] {
  let plain = ''
  const marks: { at: number; n: number }[] = []
  const spans: Span[] = []
  for (const [index, sentence] of sentences.entries()) {
    const own = takeMarks(sentence.text)
    const start = plain === '' ? 0 : plain.length + 1
    plain = plain === '' ? own.plain : `${plain} ${own.plain}`
    spans.push({ start, end: plain.length, sentence: index })
    marks.push(...own.marks.map((mark) => ({ at: mark.at + start, n: mark.n })))
    const missing = sentence.citations.filter((n) => !own.marks.some((mark) => mark.n === n))
    marks.push(...missing.map((n) => ({ at: plain.length, n })))
  }
  return [{ plain, marks }, spans]
}

function blocksOf({ plain, marks }: Marked, spans: readonly Span[]): AnswerBlock[] {
  const blocks: AnswerBlock[] = []
  let lineStart = 0
  for (const line of plain.split('\n')) {
    const lineEnd = lineStart + line.length
    const bullet = /^\s*(?:[-*•]|\d+[.)])\s+/.exec(line)
    const kind = bullet === null ? 'paragraph' : 'item'
    const pieces = piecesOf(plain, lineStart + (bullet?.[0].length ?? 0), lineEnd, spans, marks.filter((mark) => mark.at >= lineStart && (mark.at < lineEnd || (mark.at === lineEnd))))
    if (pieces.some((piece) => piece.kind === 'mark' || piece.text.trim() !== '')) blocks.push({ kind, pieces })
    lineStart = lineEnd + 1
  }
  return blocks
}

function piecesOf(plain: string, start: number, end: number, spans: readonly Span[], marks: Marked['marks']): AnswerPiece[] {
  const inside = spans.filter((span) => span.end > start && span.start < end)
  const cuts = new Set([start, end, ...marks.map((mark) => mark.at), ...inside.flatMap((span) => [Math.max(start, span.start), Math.min(end, span.end)])])
  const ordered = [...cuts].filter((cut) => cut >= start && cut <= end).sort((left, right) => left - right)
  const sentenceAt = (at: number) => inside.find((span) => at >= span.start && at < span.end)?.sentence ?? null
  const pieces: AnswerPiece[] = []
  for (const [index, cut] of ordered.entries()) {
    // A mark stands behind its sentence: the sentence is the one that ends there.
    for (const mark of marks) if (mark.at === cut) pieces.push({ kind: 'mark', n: mark.n, sentence: sentenceAt(Math.max(start, cut - 1)) })
    const next = ordered[index + 1]
    if (next !== undefined && next > cut) pieces.push({ kind: 'text', text: plain.slice(cut, next), sentence: sentenceAt(cut) })
  }
  return pieces
}
