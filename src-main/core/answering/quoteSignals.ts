import type { Embedder, EmbedOptions } from '../ports/Embedder.ts'
import type { EvidencePassage } from './EvidencePassage.ts'
import { bestCosines, dotAt, textOf } from './lateInteraction.ts'
import type { Evidence } from './selectEvidence.ts'

/**
 * What the embedder makes of the quotes by themselves. The states that choose a sentence have read its whole paragraph, which lends it words
 * that it does not say; what is shown must stand without it.
 */
export interface QuoteSignals {
  /** Cosine of the question with the question and the quotes read as one text, by the state of the first token, which stands for the text: quotes that answer lead away from the question least. */
  readonly readTogether: number
  /** Best cosine of the worst-met word of the question, function words too, with any word of the quotes. */
  readonly worstInQuotes: number
}

/** Where there is nothing to read, or the runtime gives no token states. */
const UNREAD: QuoteSignals = { readTogether: 0, worstInQuotes: 0 }
/** About 300 tokens of English: with the question they fit into the embedder's 512. */
const MOST_CHARS = 1200

/** Three short passes of the embedder. */
export async function quoteSignals(question: string, passages: readonly EvidencePassage[], evidence: readonly Evidence[], embedder: Embedder, options: EmbedOptions = {}): Promise<QuoteSignals> {
  const quotes = evidence.flatMap((quote) => textOf(passages[quote.passage]?.unit.text ?? '', quote)).join(' … ').slice(0, MOST_CHARS)
  if (embedder.tokenStates === undefined || quotes === '') return UNREAD
  const [[query], [alone, together]] = await Promise.all([embedder.tokenStates([question], 'query', options), embedder.tokenStates([quotes, `${question} ${quotes}`], 'passage', options)])
  if (query === undefined || alone === undefined || together === undefined) return UNREAD
  const { dimensions } = embedder.identity
  const met = bestCosines(query, alone, [0, quotes.length], dimensions)
  return {
    readTogether: dotAt(query.states, 0, together.states, 0, dimensions),
    worstInQuotes: Math.min(1, ...query.ranges.flatMap(([start, end], token) => (/[\p{L}\p{N}]/u.test(question.slice(start, end)) ? [met[token] ?? 0] : []))),
  }
}
