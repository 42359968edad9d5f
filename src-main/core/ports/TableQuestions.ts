import type { TableComputation } from '../../../src-shared/domain/computation.ts'
import type { DocumentId } from '../../../src-shared/domain/ids.ts'

/** A document that may hold the table that a question is about. */
export interface TableSource {
  readonly documentId: DocumentId
  readonly sha256: string
  readonly path: string
  readonly title?: string
}

/** A stretch of a unit's stored text that a computed sentence rests on. */
export interface CitedCells {
  readonly unit: number
  readonly charStart: number
  readonly charEnd: number
  /** In A1 notation. May be more than the stretch: a column's name stands for all its cells. */
  readonly range: string
}

export interface ComputedAnswer {
  readonly computation: TableComputation
  readonly sentences: readonly { readonly text: string; readonly cells: readonly CitedCells[] }[]
}

/**
 * Answers questions over all rows of a sheet by computing. Throws AppError when a computation took too long or broke; that costs the answer by computation
 * and nothing else.
 */
export interface TableQuestions {
  /** Null unless one table explains every word of the question. `sources`: nearest first. */
  compute(question: string, sources: readonly TableSource[], options?: { readonly signal?: AbortSignal }): Promise<ComputedAnswer | null>
  /** The result of a recorded computation today; null when its document's version is no longer in the library. */
  repeat(computation: TableComputation, options?: { readonly signal?: AbortSignal }): Promise<TableComputation['result'] | null>
  close(): Promise<void>
}
