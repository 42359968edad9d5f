import type { AuditCandidate } from '../../../src-shared/domain/audit.ts'
import type { ChunkId, DocumentId } from '../../../src-shared/domain/ids.ts'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'
import type { Candidate } from './fuseRankings.ts'
import { isSameText, printOf, type TextPrint } from './isSameText.ts'

export type Fate = AuditCandidate['fate']

/** A stretch of one unit that goes into the context. */
export interface ContextBlock {
  readonly documentId: DocumentId
  readonly unit: ParsedUnit
  readonly charStart: number
  readonly charEnd: number
  /** In text order. */
  readonly chunkIds: readonly ChunkId[]
  /** The candidate that brought it in; later ones were joined to it. */
  readonly best: Candidate
  readonly members: readonly Candidate[]
}

export interface AssembleOptions {
  readonly budgetTokens: number
  readonly maxPassages: number
  /** Candidates that score below this share of the best one are left out. */
  readonly cutShare: number
  readonly countTokens: (text: string) => number
  readonly unitOf: (documentId: DocumentId, unit: number) => ParsedUnit | undefined
}

export interface AssembledContext {
  /** Best first. */
  readonly blocks: readonly ContextBlock[]
  /** What became of each candidate, in the order given. */
  readonly fates: readonly Fate[]
}

/** Between two chunks of one unit nothing but this much space may be missing to join them. */
const MAX_GAP_CHARS = 3
/** A joined passage longer than this is no passage any more: a reader has to search in it. */
const MAX_JOINED_CHARS = 4000

/**
 * Chooses the context from a ranking: best first, chunks of one unit that touch or overlap are joined to the better one, copies of a chosen passage are
 * dropped, and what does not fit the budget is left out (a later, shorter one may still fit). A chunk whose unit no longer holds its
 * text (`stale`: the index is behind the catalog) is never shown.
 */
export function assembleContext(candidates: readonly Candidate[], options: AssembleOptions): AssembledContext {
  const blocks: MutableBlock[] = []
  let tokensLeft = options.budgetTokens
  const floor = options.cutShare * Math.max(0, candidates[0]?.score ?? 0)

  const fates = candidates.map((candidate): Fate => {
    const { row } = candidate
    if (candidate.score < floor) return 'belowCut'
    const neighbour = blocks.find((block) => touches(block, candidate))
    // Told first, since it costs nothing: most of some hundred candidates come too late, and reading each one's unit took longer than the search.
    if (neighbour === undefined && blocks.length >= options.maxPassages) return 'budget'
    const tokens = options.countTokens(row.text)
    if (neighbour === undefined && tokens > tokensLeft) return 'budget'
    const unit = neighbour?.unit ?? options.unitOf(row.documentId, row.unit)
    if (unit === undefined || unit.text.slice(row.charStart, row.charEnd) !== row.text) return 'stale'
    if (neighbour !== undefined) {
      const added = joinedRange(neighbour, candidate)
      const cost = options.countTokens(unit.text.slice(added.charStart, added.charEnd)) - neighbour.tokens
      if (cost > tokensLeft) return 'budget'
      tokensLeft -= cost
      Object.assign(neighbour, added, { tokens: neighbour.tokens + cost })
      neighbour.members.push(candidate)
      neighbour.prints.push(printOf(row.text))
      return 'joined'
    }
    const print = printOf(row.text)
    if (blocks.some(({ prints }) => prints.some((other) => isSameText(other, print)))) return 'duplicate'
    tokensLeft -= tokens
    blocks.push({ documentId: row.documentId, unit, charStart: row.charStart, charEnd: row.charEnd, best: candidate, members: [candidate], prints: [print], tokens })
    return 'context'
  })

  return {
    fates,
    blocks: blocks.map(({ documentId, unit, charStart, charEnd, best, members }) => ({
      documentId, unit, charStart, charEnd, best, members,
      chunkIds: [...members].sort((a, b) => a.row.charStart - b.row.charStart).map(({ row }) => row.chunkId),
    })),
  }
}

interface MutableBlock {
  readonly documentId: DocumentId
  readonly unit: ParsedUnit
  charStart: number
  charEnd: number
  readonly best: Candidate
  readonly members: Candidate[]
  readonly prints: TextPrint[]
  tokens: number
}

function touches(block: MutableBlock, { row }: Candidate): boolean {
  if (block.documentId !== row.documentId || block.unit.unit !== row.unit) return false
  if (row.charStart > block.charEnd + MAX_GAP_CHARS || row.charEnd < block.charStart - MAX_GAP_CHARS) return false
  const { charStart, charEnd } = joinedRange(block, { row })
  if (charEnd - charStart > MAX_JOINED_CHARS) return false
  const gap = row.charStart >= block.charEnd ? block.unit.text.slice(block.charEnd, row.charStart) : row.charEnd <= block.charStart ? block.unit.text.slice(row.charEnd, block.charStart) : ''
  return gap.trim() === ''
}

function joinedRange(block: Pick<MutableBlock, 'charStart' | 'charEnd'>, { row }: Pick<Candidate, 'row'>): { readonly charStart: number; readonly charEnd: number } {
  return { charStart: Math.min(block.charStart, row.charStart), charEnd: Math.max(block.charEnd, row.charEnd) }
}
