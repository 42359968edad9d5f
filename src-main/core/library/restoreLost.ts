import type { DocumentId } from '../../../src-shared/domain/ids.ts'
import type { JobProgress } from '../../../src-shared/domain/job.ts'
import type { Ingestion } from '../ingestion/createIngestion.ts'

/** Small documents fill the embedder's batches together. */
const AT_ONCE = 16

export interface RestoreRequest {
  readonly priority: number
  readonly signal: AbortSignal
  readonly progress: (progress: JobProgress) => void
}

/** Brings documents back that the index lost, and takes each out of `lost` when it is back. Two at the same time share the work. */
export async function restoreLost(ingestion: Pick<Ingestion, 'restore'>, lost: Set<DocumentId>, { priority, signal, progress }: RestoreRequest): Promise<void> {
  const total = lost.size
  const rest = [...lost].values()
  async function worker(): Promise<void> {
    for (const documentId of rest) {
      signal.throwIfAborted()
      progress({ stage: 'embed', done: Math.max(0, total - lost.size), total, unit: 'documents' })
      await ingestion.restore(documentId, { priority, signal })
      lost.delete(documentId)
    }
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, total) }, worker))
}
