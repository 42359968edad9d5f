import type { Embedder, EmbedOptions } from '../ports/Embedder.ts'
import type { EvidencePassage } from './EvidencePassage.ts'
import { bestCosines, textOf } from './lateInteraction.ts'
import type { Evidence } from './selectEvidence.ts'

/**
 * What the embedder makes of the quotes by themselves. The states that choose a sentence have read its whole paragraph, which lends it words
 * that it does not say; what is shown must stand without it.
 */
export interface QuoteSignals {
  /** Cosine of the question's vector with that of the question and the quotes read as one text: quotes that answer lead away from the question least. */
  readonly readTogether: number
  /** Best cosine of the worst-met word of the question, function words too, with any word of the quotes. */
  readonly worstInQuotes: number
}

/** Where there is nothing to read, or the runtime gives no token states. */
const UNREAD: QuoteSignals = { readTogether: 0, worstInQuotes: 0 }
/** About 300 tokens of English: with the question they fit into the embedder's 512. */
const MOST_CHARS = 1200

/** Three short passes of the embedder, side by side. */
export async function quoteSignals(
  question: { readonly text: string; readonly vector: Float32Array }, passages: readonly EvidencePassage[], evidence: readonly Evidence[], embedder: Embedder, options: EmbedOptions = {},
): Promise<QuoteSignals> {
  const quotes = evidence.flatMap((quote) => textOf(passages[quote.passage]?.unit.text ?? '', quote)).join(' … ').slice(0, MOST_CHARS)
  if (embedder.tokenStates === undefined || quotes === '') return UNREAD
  const [[query], [alone], [together]] = await Promise.all([embedder.tokenStates([question.text], 'query', options), embedder.tokenStates([quotes], 'passage', options), embedder.embedPassages([`${question.text} ${quotes}`], options)])
  if (query === undefined || alone === undefined || together === undefined) return UNREAD
  const met = bestCosines(query, alone, [0, quotes.length], embedder.identity.dimensions)
  return {
    readTogether: question.vector.reduce((sum, value, index) => sum + value * (together[index] ?? 0), 0),
    worstInQuotes: Math.min(1, ...query.ranges.flatMap(([start, end], token) => (/[\p{L}\p{N}]/u.test(question.text.slice(start, end)) ? [met[token] ?? 0] : []))),
  }
}
