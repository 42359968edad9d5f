import type { EnqueueRequest } from '../jobs/createJobQueue.ts'
import type { JobKind } from '../jobs/JobKind.ts'
import type { VectorStore } from '../ports/VectorStore.ts'

/** Every small change leaves a fragment, and every search opens all of them: at 32 that costs some milliseconds. */
const SMALL_FRAGMENTS = 32
/** Deleted rows stay in the files and are passed over by every search. LanceDB leaves files alone of which less than a tenth is gone. */
const DELETED_SHARE = 0.2

/** Lowest priority: nobody waits for it. */
export const COMPACTION: EnqueueRequest = { kind: 'compact', key: 'compact', label: 'Tidying the index', payload: null, priority: -10 }

export async function isWasteful(store: Pick<VectorStore, 'waste'>): Promise<boolean> {
  const { smallFragments, deletedShare } = await store.waste()
  return smallFragments > SMALL_FRAGMENTS || deletedShare > DELETED_SHARE
}

/**
 * Joins what many small changes left, and deletes files that no version of the last minute uses. A kill at any moment leaves the version before or the one after: LanceDB
 * writes new files first and then one new list of them. While files are being read it is left for later; the end of their job asks for it again.
 */
export function createCompactKind(store: Pick<VectorStore, 'optimize'>, isBusy: () => boolean): JobKind {
  return {
    kind: 'compact', lane: 'index', recovery: 'requeue', attempts: 2,
    async run() {
      if (!isBusy()) await store.optimize()
    },
  }
}
