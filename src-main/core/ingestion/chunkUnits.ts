import type { Chunk } from '../../../src-shared/domain/chunk.ts'
import { narrowAnchor } from '../../../src-shared/domain/narrowAnchor.ts'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import type { ChunkingOptions } from '../ports/DocumentParser.ts'
import { unpackRows } from '../reading/packRows.ts'
import { chunkAtoms, type ChunkAtom } from './chunkAtoms.ts'
import { placeBreaks } from './placeBreaks.ts'

/**
 * About 220 words: at 120, 220 and 400 words retrieval measured the same, smaller ones fit more sources into a small prompt, and at 400 words a
 * quarter is longer than the 512 tokens of the bundled embedder. 480 leaves room for its prefix and special tokens.
 */
export const DEFAULT_CHUNKING: ChunkingOptions = { targetTokens: 300, maxTokens: 480, overlapTokens: 40, tokenizer: 'bge-small-en-v1.5' }

/** A wide table's header may take this part of a chunk; the rest belongs to its rows. */
const MAX_CONTEXT_SHARE = 0.25

/** Tokens of a text for the embedder, without special tokens. */
export type CountTokens = (text: string) => number
export type ChunkSizes = Pick<ChunkingOptions, 'targetTokens' | 'maxTokens' | 'overlapTokens'>

/**
 * Cuts the units of one document into chunks, in order. A chunk is one contiguous slice of one unit's stored text, at most `maxTokens` with its context,
 * and ends between blocks rather than between lines, sentences or words. Page headers, page footers and hidden text are never inside a chunk.
 * Neighbours inside a block overlap by whole lines or sentences of up to `overlapTokens`. Rows of a table carry its header (and a sheet its name) as `context`.
 */
export function chunkUnits(units: readonly ParsedUnit[], sizes: ChunkSizes, countTokens: CountTokens): Chunk[] {
  const chunks: Chunk[] = []
  for (const unit of units) for (const chunk of chunkUnit(searchedPart(unit), sizes, countTokens)) chunks.push({ ordinal: chunks.length, ...chunk })
  return chunks
}

/** Rows of a later piece of a huge sheet that are searched: enough to see what its rows are like. */
const SAMPLED_ROWS = 10

function searchedPart(unit: ParsedUnit): ParsedUnit {
  const limit = unit.isSampled === true ? SAMPLED_ROWS : Infinity
  const whole = unpackRows(unit, limit)
  return whole.segments.length > limit ? { ...whole, segments: whole.segments.slice(0, limit) } : whole
}

type UnitChunk = Omit<Chunk, 'ordinal'>

function chunkUnit(unit: ParsedUnit, sizes: ChunkSizes, countTokens: CountTokens): UnitChunk[] {
  const contextTokens = Math.floor(sizes.maxTokens * MAX_CONTEXT_SHARE)
  const contexts = contextWriter(unit, contextTokens, countTokens)
  const maxAtomTokens = Math.max(1, sizes.maxTokens - contextTokens - sizes.overlapTokens)
  const runs = chunkAtoms(unit, { sentenceTokens: Math.max(1, sizes.overlapTokens), maxTokens: maxAtomTokens, countTokens })
  return runs.flatMap((atoms) => placeBreaks(atoms, {
    targetTokens: sizes.targetTokens,
    limitTokens: (from) => sizes.maxTokens - sizes.overlapTokens - contexts.reserve(atoms[from]),
  }).flatMap(({ from, to }) => cut(atoms, from, to)))

  /** Token counts add up only almost (a tokenizer may join across a border), so the limit is checked on the real text. */
  function cut(atoms: readonly ChunkAtom[], from: number, to: number): UnitChunk[] {
    for (const start of new Set([overlapStart(atoms, from, sizes.overlapTokens), from])) {
      const chunk = toChunk(atoms.slice(start, to))
      if (chunk.tokens <= sizes.maxTokens || (start === from && to - from === 1)) return [chunk]
    }
    const middle = (from + to) >> 1
    return [...cut(atoms, from, middle), ...cut(atoms, middle, to)]
  }

  function toChunk(atoms: readonly ChunkAtom[]): UnitChunk {
    const charStart = atoms[0]?.charStart ?? 0
    const charEnd = atoms.at(-1)?.charEnd ?? 0
    const text = unit.text.slice(charStart, charEnd)
    const context = contexts.write(atoms, text)
    const tokens = countTokens(context === '' ? text : `${context}\n${text}`)
    return { anchor: narrowAnchor(unit, charStart, charEnd), text, headings: headingsOf(atoms), context, tokens }
  }
}

/** Goes back over whole lines or sentences of the same block: another block, or a new section, stands by itself. */
function overlapStart(atoms: readonly ChunkAtom[], from: number, overlapTokens: number): number {
  let start = from
  let tokens = 0
  for (;;) {
    const before = atoms[start - 1]
    if (before === undefined || before.border === 'section' || before.border === 'block' || before.segment.role === 'table') return start
    tokens += before.tokens
    if (tokens > overlapTokens) return start
    start--
  }
}

/** The path in force where the text begins; a heading that opens the chunk counts, since its text stands below it. */
function headingsOf(atoms: readonly ChunkAtom[]): readonly string[] {
  const first = atoms.find((atom) => atom.segment.role !== 'heading') ?? atoms.at(-1)
  return first?.segment.headings ?? []
}

function contextWriter(unit: ParsedUnit, maxTokens: number, countTokens: CountTokens) {
  const sheet = unit.kind === 'cells' ? (unit.facts?.sheet ?? unit.label) : undefined
  const tokensOf = new Map<string, number>()

  function join(headers: readonly string[]): string {
    const lines = sheet === undefined ? [...headers] : [sheet, ...headers]
    return shorten(lines.join('\n'), maxTokens, countTokens)
  }

  return {
    /** Tokens that the context of a chunk beginning at this atom may take. */
    reserve(atom: ChunkAtom | undefined): number {
      const header = atom?.segment.tableHeader ?? ''
      const known = tokensOf.get(header)
      if (known !== undefined) return known
      const context = join(header === '' ? [] : [header])
      const tokens = context === '' ? 0 : countTokens(context)
      tokensOf.set(header, tokens)
      return tokens
    },
    /** A later table of the same chunk brings its own header along in the text. */
    write(atoms: readonly ChunkAtom[], text: string): string {
      const header = atoms[0]?.segment.tableHeader
      return join(header === undefined || text.includes(header) ? [] : [header])
    },
  }
}

/** The longest start, by whole words, that keeps the limit. */
function shorten(text: string, maxTokens: number, countTokens: CountTokens): string {
  if (text === '' || countTokens(text) <= maxTokens) return text
  const words = text.split(/(?<=\s)/u)
  let low = 0
  let high = words.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (countTokens(words.slice(0, middle).join('')) <= maxTokens) low = middle
    else high = middle - 1
  }
  return words.slice(0, low).join('').trimEnd()
}
