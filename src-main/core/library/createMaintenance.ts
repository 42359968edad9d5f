import type { Clock, Logger } from '../ports/SystemPorts.ts'
import type { VectorStore } from '../ports/VectorStore.ts'

/** Up to here a search reads what the full-text index lacks in about 10 ms; a few changed files stay below and cost nothing more. */
const LEAVE_ROWS = 256
/**
 * Up to here full text is indexed anew after every job, in some ten milliseconds. LanceDB 0.31 misses words that stand more than once in a row that the index lacks, by their stem (of the
 * nine chunks of `resources/sample` five hold "covenant" and none was found); in a small library that would be a large part of it.
 */
const SMALL_TABLE_ROWS = 2000
/** During a long ingestion: a search then reads this many rows one by one, about 150 ms, and full text may miss words of them until the end of the job. */
const BACKLOG_ROWS = 4096
/** Asking the index costs some milliseconds itself. */
const LOOK_EVERY_MS = 2000

export interface Maintenance {
  /** After each publication; looks now and then whether too much has gathered. */
  published(): void
  /** At the end of a job: brings the index up to date if that is worth it. Never throws. */
  settle(): Promise<void>
  close(): Promise<void>
}

/**
 * Decides when the index is optimised. Doing it after every file would rewrite the table for each one (work must grow with the change); never
 * doing it would make searches read every new row.
 */
export function createMaintenance({ vectorStore, clock, logger }: { readonly vectorStore: VectorStore; readonly clock: Clock; readonly logger: Logger }): Maintenance {
  let working: Promise<void> | undefined
  let lookedAt = -Infinity
  let isClosed = false

  function optimiseAbove(rows: number): Promise<void> {
    working ??= (async () => {
      try {
        if (!isClosed && await vectorStore.unindexedRows() > rows) await vectorStore.optimize()
      } catch (error) {
        // The next job's end tries again.
        logger.log('warn', 'the index could not be optimised', { message: String(error) })
      } finally {
        working = undefined
      }
    })()
    return working
  }

  return {
    published() {
      if (working !== undefined || clock.monotonic() - lookedAt < LOOK_EVERY_MS) return
      lookedAt = clock.monotonic()
      void optimiseAbove(BACKLOG_ROWS)
    },
    async settle() {
      await working
      await optimiseAbove(LEAVE_ROWS)
      try {
        if (!isClosed && await vectorStore.unindexedRows() > 0 && await vectorStore.countRows() <= SMALL_TABLE_ROWS) await vectorStore.refreshTextIndex()
      } catch (error) {
        logger.log('warn', 'full text could not be brought up to date', { message: String(error) })
      }
    },
    async close() {
      isClosed = true
      await working
    },
  }
}
