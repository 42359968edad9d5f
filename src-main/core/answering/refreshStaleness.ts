import type { Answer } from '../../../src-shared/domain/answer.ts'
import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import type { Staleness } from '../../../src-shared/domain/passage.ts'
import type { LibraryReader } from '../ports/LibraryReader.ts'

/**
 * An older answer as it may be shown now: each citation and passage says whether its file on disk is still the one that was read. A
 * document whose indexed version is another than the cited one counts as changed, even when the disk agrees with the index.
 */
export async function refreshStaleness(answer: Answer, reader: LibraryReader): Promise<Answer> {
  const cited = new Map(answer.citations.map((citation) => [citation.documentId, citation.sha256]))
  const ids = new Set<DocumentId>([...cited.keys(), ...answer.passages.map((passage) => passage.documentId)])
  const now = new Map<DocumentId, Staleness>()
  await Promise.all([...ids].map(async (id) => {
    const current = reader.document(id)
    const before = cited.get(id)
    const isReplaced = current !== undefined && before !== undefined && current.sha256 !== before
    now.set(id, current === undefined ? 'missing' : isReplaced ? 'changed' : await reader.staleness(id))
  }))
  const citations = answer.citations.map((citation) => ({ ...citation, stale: now.get(citation.documentId) ?? citation.stale }))
  const passages = answer.passages.map((passage) => ({ ...passage, stale: now.get(passage.documentId) ?? passage.stale }))
  const changed = citations.filter(({ stale }) => stale !== false)
  const isTold = answer.warnings.some(({ code }) => code === 'SOURCE_CHANGED')
  if (changed.length === 0 || isTold) return { ...answer, citations, passages }
  const message = changed.length === 1 ? 'A cited file has changed or gone since this answer.' : `${changed.length} cited places are in files that have changed or gone since this answer.`
  return { ...answer, citations, passages, warnings: [...answer.warnings, { code: 'SOURCE_CHANGED', message }] }
}
