import type { AnswerWarning } from '../../../src-shared/domain/answer.ts'
import { fileName } from '../../../src-shared/domain/fileName.ts'
import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import type { Staleness } from '../../../src-shared/domain/passage.ts'
import type { LibraryReader } from '../ports/LibraryReader.ts'
import type { Retrieval, RetrievedPassage } from '../retrieval/Retrieval.ts'
import { evidencePassage, type EvidencePassage } from './EvidencePassage.ts'

export interface GatheredEvidence {
  /** In the order of the retrieval; ranks are as retrieved. */
  readonly passages: readonly EvidencePassage[]
  /** Documents left out because their file changed or is gone while others are as they were. */
  readonly leftOut: ReadonlySet<DocumentId>
  readonly warnings: readonly AnswerWarning[]
}

/**
 * Looks at the files behind the retrieved passages before anything is answered from them. A document whose file changed or is gone
 * is left out when others remain, since its text may no longer be true; when nothing else is there it is kept and marked.
 */
export async function gatherEvidence(retrieval: Retrieval, reader: LibraryReader): Promise<GatheredEvidence> {
  const documentIds = [...new Set(retrieval.passages.map((passage) => passage.documentId))]
  const checked = await Promise.all(documentIds.map(async (documentId) => [documentId, await reader.staleness(documentId)] as const))
  const staleness = new Map<DocumentId, Staleness>(checked)
  const isStale = (passage: RetrievedPassage) => (staleness.get(passage.documentId) ?? false) !== false
  const fresh = retrieval.passages.filter((passage) => !isStale(passage))
  const kept = fresh.length > 0 ? fresh : retrieval.passages.map((passage) => ({ ...passage, stale: staleness.get(passage.documentId) ?? false }))
  const leftOut = new Set(fresh.length > 0 ? retrieval.passages.filter(isStale).map((passage) => passage.documentId) : [])
  const passages = kept.flatMap((passage) => {
    const unit = reader.unit(passage.documentId, passage.anchor.unit)
    // Removed or published anew since the search: its offsets may no longer hold.
    const isCurrent = unit !== undefined && reader.document(passage.documentId)?.sha256 === passage.sha256
    return isCurrent ? [evidencePassage(passage, unit)] : []
  })
  return { passages, leftOut, warnings: staleWarnings(retrieval.passages, staleness, leftOut) }
}

function staleWarnings(passages: readonly RetrievedPassage[], staleness: ReadonlyMap<DocumentId, Staleness>, leftOut: ReadonlySet<DocumentId>): AnswerWarning[] {
  return [...staleness].flatMap(([documentId, stale]): AnswerWarning[] => {
    if (stale === false) return []
    const passage = passages.find((candidate) => candidate.documentId === documentId)
    const name = passage === undefined ? documentId : fileName(passage.path)
    const what = stale === 'missing' ? `${name} is no longer where it was` : `${name} changed after it was read`
    return [{ code: 'SOURCE_CHANGED', message: leftOut.has(documentId) ? `${what}; it was left out of this answer.` : `${what}; what is quoted from it may be out of date.` }]
  })
}
