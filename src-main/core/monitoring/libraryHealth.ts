import type { HealthFigures } from '../../../src-shared/domain/monitoring.ts'
import type { Library } from '../library/Library.ts'

/** What the time series keeps of the library's state. */
export async function libraryHealth(library: Pick<Library, 'counts' | 'diskBytes'>, memoryBytes: number): Promise<HealthFigures> {
  const { documents, coverage, staleChunks } = library.counts()
  const living = Object.entries(documents).filter(([state]) => state !== 'removed').reduce((sum, [, count]) => sum + count, 0)
  return {
    indexBytes: await library.diskBytes(), memoryBytes, documents: living, failedFiles: documents['failed'] ?? 0,
    unreadUnits: (coverage['empty'] ?? 0) + (coverage['failed'] ?? 0), ocrUnits: (coverage['ocr'] ?? 0) + (coverage['mixed'] ?? 0), staleChunks,
  }
}
