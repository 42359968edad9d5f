import { createHash } from 'node:crypto'

/** Everything that decides a ranking, as one value: stored with every answer and every measured run. Times and sizes aside, the same configuration over the same library gives the same passages. */
export interface RetrievalConfig {
  readonly name: string
  readonly version: number
  /** Hits taken from full text and from vectors, each. */
  readonly candidates: number
  /** Weight of the vector score in the fusion; the rest is full text's. */
  readonly vectorWeight: number
  /** A full-text score counts fully only near this share of what a text holding every word of the question would get. */
  readonly lexicalFloor: number
  /** Added, times its strength, for a document that shares names, years or words of its file name with the question. */
  readonly documentBoost: number
  /** Added, times the share of figures in a passage, when the question asks for figures. */
  readonly figureBoost: number
  /** How much likeness to the best passages counts beside the cosine with the question, for the passages after them; 0 switches it off. */
  readonly feedbackWeight: number
  /** At most this many passages in a context, after joining. */
  readonly maxPassages: number
  /** Passages that score below this share of the best one are left out of a context. */
  readonly cutShare: number
  /** How many fused candidates a reranker sees. */
  readonly rerankDepth: number
}

export const DEFAULT_RETRIEVAL: RetrievalConfig = {
  name: 'default',
  version: 2,
  // Tables stand deep in both lists: 200 instead of 100 brought 2 points of figures, and nothing elsewhere.
  candidates: 200,
  // 0.5 to 0.6 measure the same within noise on every set; this is the middle.
  vectorWeight: 0.55,
  lexicalFloor: 0.6,
  // Named documents come first, and a much better passage elsewhere still passes them (0.1, 0.2, 0.4 measured too).
  documentBoost: 0.3,
  // Half of what a named document gets: tables overtake prose that is about as near (0.05, 0.1, 0.2 measured).
  figureBoost: 0.15,
  // 0.4 to 0.8 measure the same; it may reorder only what follows the first five.
  feedbackWeight: 0.6,
  maxPassages: 12,
  cutShare: 0.3,
  rerankDepth: 30,
}

/** 16 hexadecimal digits over every value but the name: the same settings under two names are the same configuration. */
export function retrievalFingerprint({ name: _name, ...values }: RetrievalConfig): string {
  const sorted = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 16)
}
