import type { DocumentReport } from '../../../src-shared/domain/document.ts'
import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import type { Staleness } from '../../../src-shared/domain/passage.ts'
import type { ParsedUnit } from '../../../src-shared/domain/unit.ts'

export interface DocumentSummary extends Pick<DocumentReport, 'documentId' | 'path' | 'sha256' | 'mediaType' | 'title' | 'author' | 'created' | 'modified' | 'language' | 'sizeBytes'> {
  /** First 600 characters of the first unit with text: names and years that tell near-identical documents apart. */
  readonly opening: string
  readonly chunks: number
}

/** What questions need of the library: read-only, current versions only. */
export interface LibraryReader {
  /** A number that changes with every publish or removal; answers and caches key on it. */
  readonly revision: number
  document(documentId: DocumentId): DocumentSummary | undefined
  /** Every document that can be cited (state indexed); ordered by path. */
  documents(): readonly DocumentSummary[]
  /** Files of the library that could not be read, so that nothing can be said of what they hold. */
  unreadable(): number
  /** A unit of the current version with its stored text and segments. */
  unit(documentId: DocumentId, unit: number): ParsedUnit | undefined
  /** Whether one is the other saved again, or in another format (see `minHash`). */
  areVersions(one: DocumentId, other: DocumentId): boolean
  /** Compares size and time on disk with the indexed ones, and the hash when these differ. */
  staleness(documentId: DocumentId): Promise<Staleness>
  /** Documents that are there and that questions may not see, where the reader is one for questions; see `answerableOnly`. */
  withheld?(): readonly DocumentId[]
}
