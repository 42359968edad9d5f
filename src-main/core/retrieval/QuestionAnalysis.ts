import type { DocumentFilter } from '../../../src-shared/domain/filter.ts'
import type { DocumentId } from '../../../src-shared/domain/ids.ts'

/** `comparison` and `parts` are searched part by part; `list` and `count` ask for everything, which passages alone cannot promise. */
export type QuestionKind = 'plain' | 'comparison' | 'parts' | 'list' | 'count'

/** What a question names that documents can be told apart by. */
export interface QuestionMentions {
  readonly years: readonly number[]
  /** 1 to 4, with the year where one stands beside it. */
  readonly quarters: readonly { readonly quarter: number; readonly year?: number }[]
  /** ISO dates. */
  readonly dates: readonly string[]
  /** Capitalised names, companies, tickers, as written. */
  readonly names: readonly string[]
  /** `ISO 27001`, `1.0.21`, `A-17/b`: matched exactly. */
  readonly identifiers: readonly string[]
  /** File types by short name. */
  readonly types: readonly string[]
}

/** A document that the question's names, years or file name point to; shown as a removable chip. */
export interface DocumentBoost {
  readonly documentId: DocumentId
  /** 0 to 1; multiplied by the configured weight. */
  readonly strength: number
  /** The words of the question that matched, for the chip and the audit entry. */
  readonly matched: readonly string[]
}

/** What was understood of a question before anything was searched. Plain data: it goes into the audit entry as it is. */
export interface QuestionAnalysis {
  readonly kind: QuestionKind
  /** How the follow-up rules changed the question; absent when it stood alone. */
  readonly rewritten?: string
  /** The queries that are searched; the first is always the whole question. */
  readonly parts: readonly string[]
  /** It asks about several documents or periods at once: every document that matches should be seen. */
  readonly spansDocuments: boolean
  /** It asks for amounts, shares or counts. */
  readonly wantsFigures: boolean
  readonly mentions: QuestionMentions
  /** What the question itself demanded ("in the 2023 10-K", "from Anna's mail"), only where documents match. */
  readonly filter: DocumentFilter
  readonly boosts: readonly DocumentBoost[]
  /** Stemmed words that only say which document is meant; full text leaves them out. */
  readonly namingTerms: readonly string[]
}
