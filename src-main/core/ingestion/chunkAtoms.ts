import type { ParsedUnit, Segment, SegmentRole } from '../../../src-shared/domain/unit.ts'
import { splitSentences } from '../answering/splitSentences.ts'

/** The smallest stretch that a chunk is made of: a line, a table row, a sentence of a long paragraph, some words of a long sentence. */
export interface ChunkAtom {
  readonly charStart: number
  readonly charEnd: number
  readonly segment: Segment
  readonly tokens: number
  /** What a chunk that ends here would cut through. */
  readonly border: Border
}

/** From the best place to end a chunk to the worst. */
export type Border = 'section' | 'block' | 'sentenceLine' | 'line' | 'sentence' | 'word'

export interface AtomOptions {
  /** Longer segments are cut at their sentences. */
  readonly sentenceTokens: number
  /** No atom is longer, whatever it takes. */
  readonly maxTokens: number
  readonly countTokens: (text: string) => number
}

/** Page furniture is never searched; hidden text (white on white, zero size) may have been put there to be found by a machine only. */
const LEFT_OUT: ReadonlySet<SegmentRole> = new Set<SegmentRole>(['pageHeader', 'pageFooter', 'hidden'])
const SENTENCE_END = /[.!?…:。！？।॥؟۔]["'”’»)\]]*$/u

/**
 * The unit as runs of atoms. Between two runs stands text that no chunk may hold. A page of nothing but headers and footers
 * gives them after all: a title page that was taken for furniture must still be found.
 */
export function chunkAtoms(unit: Pick<ParsedUnit, 'text' | 'segments' | 'kind'>, options: AtomOptions): ChunkAtom[][] {
  const segments = unit.segments.length > 0 ? unit.segments : [wholeText(unit)]
  const visible = segments.filter((segment) => segment.role !== 'hidden')
  const leftOut = visible.every((segment) => LEFT_OUT.has(segment.role)) ? new Set<SegmentRole>(['hidden']) : LEFT_OUT
  const runs: ChunkAtom[][] = []
  let run: ChunkAtom[] = []
  for (const segment of segments) {
    if (!leftOut.has(segment.role)) run.push(...atomsOf(unit.text, segment, options))
    else if (run.length > 0) {
      runs.push(run)
      run = []
    }
  }
  if (run.length > 0) runs.push(run)
  return runs.map((atoms) => atoms.map((atom, index) => ({ ...atom, border: borderBetween(unit.text, atom, atoms[index + 1]) })))
}

function wholeText(unit: Pick<ParsedUnit, 'text' | 'kind'>): Segment {
  return { charStart: 0, charEnd: unit.text.length, role: 'paragraph', block: 0, place: { kind: 'section', paragraph: 1 } }
}

function borderBetween(text: string, atom: ChunkAtom, next: ChunkAtom | undefined): Border {
  if (next === undefined) return 'section'
  if (next.segment === atom.segment) return atom.border
  if (next.segment.role === 'heading' && atom.segment.role !== 'heading') return 'section'
  if (next.segment.block !== atom.segment.block) return 'block'
  return SENTENCE_END.test(text.slice(atom.charStart, atom.charEnd)) ? 'sentenceLine' : 'line'
}

function atomsOf(text: string, segment: Segment, options: AtomOptions): ChunkAtom[] {
  const [charStart, charEnd] = trimmed(text, segment.charStart, segment.charEnd)
  if (charEnd === charStart) return []
  const tokens = options.countTokens(text.slice(charStart, charEnd))
  const canBeCut = segment.role !== 'table' && segment.role !== 'code'
  if (tokens <= options.sentenceTokens || (tokens <= options.maxTokens && !canBeCut)) return [{ charStart, charEnd, segment, tokens, border: 'line' }]
  return splitSentences(text.slice(charStart, charEnd)).flatMap((sentence): ChunkAtom[] => {
    const start = charStart + sentence.charStart
    const end = charStart + sentence.charEnd
    const sentenceTokens = options.countTokens(text.slice(start, end))
    const whole = { charStart: start, charEnd: end, segment, tokens: sentenceTokens, border: 'sentence' as const }
    return sentenceTokens <= options.maxTokens ? [whole] : halves(text, whole, options)
  })
}

/** Cuts near the middle, at a space where there is one, until every part fits. */
function halves(text: string, atom: ChunkAtom, options: AtomOptions): ChunkAtom[] {
  const { charStart, charEnd, segment } = atom
  if (atom.tokens <= options.maxTokens || charEnd - charStart < 2) return [atom]
  const cut = middleCut(text, charStart, charEnd)
  if (cut <= charStart || cut >= charEnd) return [atom]
  return ([[charStart, cut], [cut, charEnd]] as const).flatMap(([from, to], half) => {
    const [start, end] = trimmed(text, from, to)
    if (end === start) return []
    const tokens = options.countTokens(text.slice(start, end))
    return halves(text, { charStart: start, charEnd: end, segment, tokens, border: half === 0 ? 'word' : atom.border }, options)
  })
}

/** The space nearest to the middle; without one, the middle itself, never inside a surrogate pair or before a combining mark. */
function middleCut(text: string, from: number, to: number): number {
  const middle = (from + to) >> 1
  const reach = (to - from) >> 2
  for (let distance = 0; distance <= reach; distance++) {
    if (isBlank(text, middle - distance)) return middle - distance
    if (isBlank(text, middle + distance)) return middle + distance
  }
  let cut = middle
  while (cut < to && /^[\p{M}\u200d\udc00-\udfff]/u.test(text.slice(cut, cut + 2))) cut++
  return cut < to ? cut : middle
}

function trimmed(text: string, from: number, to: number): [start: number, end: number] {
  let start = from
  let end = to
  while (start < end && isBlank(text, start)) start++
  while (end > start && isBlank(text, end - 1)) end--
  return [start, end]
}

function isBlank(text: string, index: number): boolean {
  return /\s/u.test(text[index] ?? '')
}
