import type { TableComputation } from '../../../src-shared/domain/computation.ts'
import type { ComputedAnswer, TableSource } from '../../core/ports/TableQuestions.ts'

export type ToTables =
  | { readonly kind: 'open'; readonly catalogFile: string; readonly key?: Uint8Array }
  | { readonly kind: 'compute'; readonly id: number; readonly question: string; readonly sources: readonly TableSource[] }
  | { readonly kind: 'repeat'; readonly id: number; readonly computation: TableComputation }

export type FromTables =
  /** Rows are being read (their number is known, so that this ends), or the next query begins. */
  | { readonly kind: 'reading' }
  | { readonly kind: 'done'; readonly id: number; readonly result: ComputedAnswer | TableComputation['result'] | null }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string }
