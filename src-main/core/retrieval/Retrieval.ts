import type { AuditCandidate } from '../../../src-shared/domain/audit.ts'
import type { DocumentFilter } from '../../../src-shared/domain/filter.ts'
import type { ChunkId, DocumentId } from '../../../src-shared/domain/ids.ts'
import type { Passage, SearchResult, SearchTimings } from '../../../src-shared/domain/passage.ts'
import type { SearchRequest } from '../Engine.ts'
import type { QuestionAnalysis } from './QuestionAnalysis.ts'

/** One earlier question of the same thread, as follow-ups need it. */
export interface ConversationTurn {
  readonly question: string
  /** The stand-alone form that was searched, where it differs. */
  readonly rewritten?: string
  /** Documents that its answer cited. */
  readonly documentIds?: readonly DocumentId[]
}

export interface RetrieveRequest {
  readonly question: string
  readonly filter?: DocumentFilter
  /** Earlier turns of the thread, oldest first; only the last few matter. */
  readonly history?: readonly ConversationTurn[]
  /** The question as it stands alone, where more than rules made it so; equal to `question` where that stands alone. Absent: the rules make it. */
  readonly rewritten?: string
  /** Ids of chips that a person switched off (see `AnswerChip`). */
  readonly without?: readonly string[]
  /** Room for passage text, in tokens of the model that reads it (in evidence mode: of the embedder). */
  readonly budgetTokens: number
  /** At most this many passages, after joining; absent: as the configuration says. */
  readonly maxPassages?: number
  /** How many tokens a text takes; absent: an estimate that seldom undercounts. */
  readonly countTokens?: (text: string) => number
}

/** A passage of the context: one stretch of one unit, made of one chunk or of several that touch. */
export interface RetrievedPassage extends Passage {
  readonly sha256: string
  /** The chunks that it was joined from, in text order; the best-ranked one decided its rank. */
  readonly chunkIds: readonly ChunkId[]
  /** Best cosine of its chunks with the question, -1 to 1; undefined when only full text found it. */
  readonly vectorScore: number | undefined
  /** Best BM25 of its chunks over the BM25 of a text that holds every word of the question once; about 0 to 1, can exceed it. */
  readonly lexicalCover: number | undefined
  /** Names, years and quarters of the question (as `nameTermsOf` gives them) that stand in its document's name, title or first words: a page seldom says whose report it is from. */
  readonly documentTerms?: readonly string[]
}

/** A content word of the question with how rare it is: `idf = ln(1 + (N − n + 0.5) / (n + 0.5))` over the library's chunks. */
export interface QuestionTerm {
  /** As `lexicalTerms` gives it: lower case, stemmed. */
  readonly term: string
  readonly idf: number
  /** Chunks that hold it. */
  readonly chunks: number
}

/** Everything that retrieval found out about one question: what an answer is made from and what the audit entry records. */
export interface Retrieval {
  readonly question: string
  /** The stand-alone question that was searched; equals `question` unless it was a follow-up. */
  readonly query: string
  readonly analysis: QuestionAnalysis
  /** The filter in force: the given one and what the question itself asked for. */
  readonly filter: DocumentFilter
  /** The context, best first, within the budget. Empty when nothing was found. */
  readonly passages: readonly RetrievedPassage[]
  /** Every candidate of the fused ranking with what became of it, best first. */
  readonly candidates: readonly AuditCandidate[]
  /** The question's content words, most telling first. */
  readonly terms: readonly QuestionTerm[]
  /** Vector of `query`, for scoring sentences without embedding it again. */
  readonly queryVector: Float32Array
  /** Documents that the filter lets through. */
  readonly documentsInScope: number
  /** Library revision that was searched. */
  readonly revision: number
  readonly config: { readonly name: string; readonly version: number; readonly fingerprint: string }
  readonly timingsMs: SearchTimings
  /** Set when the question was about the library itself: every document was looked through, and `passages` holds one of each that matches. */
  readonly scan?: LibraryScan
}

/** What a look through the whole library found. Plain data: it goes into the audit entry as it is. */
export interface LibraryScan {
  readonly kind: 'list' | 'count'
  readonly subject: string
  readonly terms: readonly string[]
  readonly isPhrase: boolean
  /** Documents that were looked through, and how many of them match. */
  readonly scanned: number
  readonly matching: number
  /** Files that could not be read: they may match too. */
  readonly unreadable: number
  /** How many of the matching ones are among the passages. */
  readonly listed: number
}

export interface Retriever {
  /** Ranked passages, without joining: one hit a chunk. */
  search(request: SearchRequest, options?: { readonly signal?: AbortSignal }): Promise<SearchResult>
  /** What a question is answered from. Throws AppError QUESTION_EMPTY; an empty library or filter gives an empty result. */
  retrieve(request: RetrieveRequest, options?: { readonly signal?: AbortSignal }): Promise<Retrieval>
}
