import type { Border, ChunkAtom } from './chunkAtoms.ts'

/** Indexes into the atoms; `to` is exclusive. */
export interface AtomRange {
  readonly from: number
  readonly to: number
}

/**
 * Cost of ending a chunk at a border, in the same currency as missing the target size by its square: a chunk of half the target costs
 * 0.25, so a block's end is worth that much more than a line's. Words are cut only where nothing else fits.
 */
const BORDER_COST: Readonly<Record<Border, number>> = { section: 0, block: 0.05, sentenceLine: 0.2, line: 0.35, sentence: 0.4, word: 1 }
/** A heading at the end of a chunk has lost its text, and its text has lost its heading. */
const STRANDED_HEADING_COST = 2

export interface BreakOptions {
  readonly targetTokens: number
  /** Tokens that a chunk of these atoms may have; at least the largest atom. */
  readonly limitTokens: (from: number, to: number) => number
}

/**
 * Cuts a run of atoms into chunks of about the target size that end at good places: the cheapest division by dynamic programming (as Knuth
 * and Plass break paragraphs into lines), so that no greedy choice leaves a stub at the end. Linear in the run, times the atoms of a chunk.
 */
export function placeBreaks(atoms: readonly ChunkAtom[], options: BreakOptions): AtomRange[] {
  const cheapest = new Float64Array(atoms.length + 1).fill(Infinity)
  const previous = new Int32Array(atoms.length + 1)
  cheapest[0] = 0
  for (let from = 0; from < atoms.length; from++) {
    let tokens = 0
    for (let to = from + 1; to <= atoms.length; to++) {
      const last = atoms[to - 1]
      if (last === undefined) break
      tokens += last.tokens
      if (tokens > options.limitTokens(from, to) && to > from + 1) break
      const cost = (cheapest[from] ?? Infinity) + sizeCost(tokens, options.targetTokens) + borderCost(last, to === atoms.length)
      if (cost < (cheapest[to] ?? Infinity)) {
        cheapest[to] = cost
        previous[to] = from
      }
    }
  }
  const ranges: AtomRange[] = []
  for (let to = atoms.length; to > 0; to = previous[to] ?? 0) ranges.unshift({ from: previous[to] ?? 0, to })
  return ranges
}

/** Too long costs more than too short: a long chunk blurs its vector, a short one only costs a row. */
function sizeCost(tokens: number, target: number): number {
  const miss = tokens / target - 1
  return miss > 0 ? 2 * miss * miss : miss * miss
}

function borderCost(last: ChunkAtom, isEnd: boolean): number {
  if (isEnd) return 0
  return BORDER_COST[last.border] + (last.segment.role === 'heading' ? STRANDED_HEADING_COST : 0)
}
