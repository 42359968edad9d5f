import type { Segment, SegmentRole } from '../../../src-shared/domain/unit.ts'

/** A stretch of stored text that can be quoted by itself. Offsets are UTF-16 into the text that was given. */
export interface Sentence {
  readonly charStart: number
  readonly charEnd: number
  readonly role: SegmentRole
  /** Number of the paragraph, table or list it stands in. */
  readonly block: number
  /** For table rows: the header of their table as one line; needed to read the row, never part of the quote. */
  readonly tableHeader?: string
  /** Heading path in force, outermost first. */
  readonly headings?: readonly string[]
}

/**
 * Longest quotable sentence. Legal and scientific sentences reach about 500 characters; beyond 700 it is nearly always text
 * without sentence ends (tables read as prose, Thai, minified text), and a reader needs a part that can be checked at a glance.
 */
const MAX_SENTENCE_CHARS = 700

/** Repeated on every page, so never an answer. */
const RUNNING: ReadonlySet<SegmentRole> = new Set<SegmentRole>(['pageHeader', 'pageFooter'])

/**
 * Splits stored text into sentences whose slices are exact quotes: table rows and lines of code stay whole, list items and
 * paragraphs (over line breaks inside a block) are cut at sentence ends. Running headers and footers are left out. Without
 * segments the text is taken as paragraphs divided by blank lines. Sentences are ordered, do not overlap, are trimmed and
 * at most `MAX_SENTENCE_CHARS` long.
 */
export function splitSentences(text: string, segments: readonly Segment[] = []): Sentence[] {
  if (segments.length === 0) return paragraphs(text).flatMap(([start, end], block) => cutProse(text, start, end, { role: 'paragraph', block }))
  const sentences: Sentence[] = []
  for (const group of groupSegments(text, segments)) {
    const { first, charStart, charEnd } = group
    const base = {
      role: first.role, block: first.block,
      ...(first.tableHeader === undefined ? {} : { tableHeader: first.tableHeader }),
      ...(first.headings === undefined ? {} : { headings: first.headings }),
    }
    if (first.role === 'table' || first.role === 'code') sentences.push(...cutLong(text, charStart, charEnd, base))
    else for (const [start, end] of paragraphs(text, charStart, charEnd)) sentences.push(...cutProse(text, start, end, base))
  }
  return sentences
}

interface Group { readonly first: Segment; readonly charStart: number; readonly charEnd: number }
type Base = Omit<Sentence, 'charStart' | 'charEnd'>

/** Lines of one paragraph or list item together; table rows and code lines alone. */
function groupSegments(text: string, segments: readonly Segment[]): Group[] {
  const groups: { first: Segment; charStart: number; charEnd: number }[] = []
  for (const segment of segments) {
    if (RUNNING.has(segment.role) || segment.charEnd <= segment.charStart) continue
    const last = groups.at(-1)
    const alone = segment.role === 'table' || segment.role === 'code'
    const startsItem = segment.role === 'list' && BULLET.test(text.slice(segment.charStart, segment.charStart + 12))
    if (last !== undefined && !alone && !startsItem && last.first.block === segment.block && last.first.role === segment.role) last.charEnd = segment.charEnd
    else groups.push({ first: segment, charStart: segment.charStart, charEnd: segment.charEnd })
  }
  return groups
}

const BULLET = /^\s*(?:[-*•‣◦▪–·]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)]|\(?[ivxIVX]{1,5}[.)])\s/

/** Stretches between blank lines. */
function paragraphs(text: string, from = 0, to = text.length): [number, number][] {
  const found: [number, number][] = []
  let start = from
  for (const match of text.slice(from, to).matchAll(/\n[ \t\r\u00a0]*\n\s*/g)) {
    found.push([start, from + match.index])
    start = from + match.index + match[0].length
  }
  found.push([start, to])
  return found
}

/**
 * A terminator with what closes it (quotes, brackets, reference marks such as `[12]`), then space and something that can
 * begin a sentence; ideographic, Indic, Arabic and Ethiopic terminators need no space.
 */
const BOUNDARY = /(?:[.!?…]+|[。！？｡।॥؟۔።]+)["'”’»›)\]」』）】]*(?:\[\d{1,3}(?:[,–-]\s?\d{1,3})*\])*/gu

function cutProse(text: string, from: number, to: number, base: Base): Sentence[] {
  const body = text.slice(from, to)
  const sentences: Sentence[] = []
  let start = 0
  for (const match of body.matchAll(BOUNDARY)) {
    const end = match.index + match[0].length
    if (end >= body.length || !isBoundary(body, start, match.index, end)) continue
    sentences.push(...cutLong(text, from + start, from + end, base))
    start = end
  }
  sentences.push(...cutLong(text, from + start, to, base))
  return sentences
}

const WIDE_TERMINATOR = /[。！？｡।॥؟۔።]/
/** Never ends a sentence. */
const TITLES = new Set(['mr', 'mrs', 'ms', 'dr', 'prof', 'hon', 'rev', 'gen', 'col', 'capt', 'lt', 'sgt', 'sen', 'rep', 'gov', 'messrs', 'nos', 'nr', 'fig', 'figs', 'eq', 'eqs', 'secs', 'ch', 'vol', 'vols', 'pp', 'arts', 'para', 'paras', 'abs', 'vs', 'cf', 'e.g', 'i.e', 'viz', 'approx', 'ca', 'resp', 'bzw', 'z.b', 'd.h', 'u.a', 'vgl', 'bd', 'hrsg', 'mme', 'mlle', 'sr', 'sra', 'dra', 'eds', 'tel', 'ext', 'attn'])
/** May end one: decided by what follows. */
const MAYBE = new Set(['inc', 'ltd', 'co', 'corp', 'llc', 'plc', 'bros', 'jr', 'etc', 'usw', 'u.s', 'u.k', 'u.n', 'e.u', 'd.c', 'a.m', 'p.m', 'a.d', 'b.c', 'ph.d', 'm.d', 'jan', 'feb', 'mar', 'apr', 'jun', 'jul', 'aug', 'sep', 'sept', 'oct', 'nov', 'dec', 'mon', 'tue', 'wed', 'thu', 'fri', 'ave', 'blvd', 'rd', 'dept', 'univ', 'assn', 'bldg', 'mt', 'ft', 'op', 'no', 'st', 'art', 'al', 'est', 'sec', 'ed', 's', 'c', 'p', 'v', 'trans', 'ref'])
/** A capital word that begins sentences and not names: after a doubtful abbreviation it settles the matter. */
const STARTERS = /^["'“‘«(]*(?:The|This|These|Those|That|There|It|Its|He|She|They|We|You|I|In|On|At|As|A|An|If|For|From|By|But|And|However|When|While|Since|After|Before|Our|Their|His|Her|Both|Each|Some|Such|Other|No|Not|To|With|Under|All|Total|Der|Die|Das|Ein|Eine|Im|Am|Es|Sie|Er|Wir|Le|La|Les|Il|Elle|El|Los|En)\b/
const MONTHS = /^(?:January|February|March|April|May|June|July|August|September|October|November|December|Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember|Jh|Jahrhundert)/

function isBoundary(body: string, start: number, terminator: number, end: number): boolean {
  const mark = body[terminator] ?? ''
  if (WIDE_TERMINATOR.test(mark)) return true
  const after = body.slice(end, end + 40)
  const next = /^\s+(\S.*)/su.exec(after)?.[1]
  // "3.14", "file.txt", "Yahoo!s": no space, no border.
  if (next === undefined) return false
  if (/^[\p{Ll}]/u.test(next)) return false
  if (/^[,;:)\]]/.test(next)) return false
  if (mark !== '.') return true
  const before = body.slice(start, terminator).trim()
  // "1. Scope", "(a). Text", "IV. Terms": the number belongs to what it counts.
  if (/^\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-zA-Z]|[ivxlIVXL]{1,6})\)?$/.test(before)) return false
  const word = /([\p{L}\p{M}\p{N}.]+)$/u.exec(before)?.[1] ?? ''
  const key = word.toLowerCase()
  if (body.slice(terminator, end) === '.' && TITLES.has(key)) return false
  // "z. B.", "d. h.", "i. e.": the second letter belongs to the first.
  if (/^\p{L}$/u.test(word) && /^\p{L}\./u.test(next)) return false
  if (MAYBE.has(key)) return STARTERS.test(next)
  // Initials: "J. K. Rowling"; but "Appendix B. The" ends one.
  if (/^(?:\p{Lu}\.)*\p{Lu}$/u.test(word)) return STARTERS.test(next) && !/^(?:A|I)\b/.test(next)
  if (/^\d{1,2}$/.test(word) && MONTHS.test(next)) return false
  return true
}

/** Cuts what is longer than the limit at the last semicolon, colon, comma or space before it; drops blank edges. */
function cutLong(text: string, from: number, to: number, base: Base): Sentence[] {
  let start = from
  let end = to
  while (start < end && isBlank(text, start)) start++
  while (end > start && isBlank(text, end - 1)) end--
  const sentences: Sentence[] = []
  while (end - start > MAX_SENTENCE_CHARS) {
    const cut = start + cutPoint(text.slice(start, start + MAX_SENTENCE_CHARS))
    sentences.push(...cutLong(text, start, cut, base))
    start = cut
    while (start < end && isBlank(text, start)) start++
  }
  if (end > start) sentences.push({ ...base, charStart: start, charEnd: end })
  return sentences
}

function isBlank(text: string, index: number): boolean {
  return /\s/.test(text[index] ?? '')
}

function cutPoint(window: string): number {
  // The last third only: a part that ends early leaves a useless remainder.
  const earliest = Math.floor(window.length / 3)
  for (const border of [/[;；]\s*/g, /\s[–—]\s|:\s/g, /[,，、،]\s*/g, /\s+/g]) {
    let cut = -1
    for (const match of window.matchAll(border)) if (match.index >= earliest) cut = match.index + match[0].length
    if (cut > 0 && cut < window.length) return cut
  }
  // No spaces at all (Thai, Chinese without punctuation): between words as the platform's dictionary sees them.
  let cut = -1
  for (const { index } of new Intl.Segmenter(undefined, { granularity: 'word' }).segment(window)) if (index > 0) cut = index
  return cut > 0 ? cut : window.length
}
