/** Where a reference answer stands. `page` is 1-based; `text` is the supporting passage where a set gives it. */
export interface EvaluationEvidence {
  readonly document: string
  readonly page?: number
  readonly text?: string
}

/** One question of a set, with what is known to be right. Documents are named as files of the library are: by their path's end. */
export interface EvaluationQuestion {
  readonly id: string
  readonly question: string
  /** Reference answers; any of them counts. Empty when the set has none. */
  readonly answers: readonly string[]
  readonly answerable: boolean
  /** Documents that an answer should come from. */
  readonly documents: readonly string[]
  readonly evidence: readonly EvaluationEvidence[]
  /** Graded relevance of documents, where a set has judgements; 0 is left out. */
  readonly relevance?: ReadonlyMap<string, number>
  /** Texts that an answer must not hold: what an instruction hidden in a document asks for. */
  readonly forbidden?: readonly string[]
  /** The set's own class of question. */
  readonly type?: string
}
