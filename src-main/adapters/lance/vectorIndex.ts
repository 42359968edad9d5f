import type * as Lancedb from '@lancedb/lancedb'

/** Below this a look at every vector takes under about 50 ms on two cores and misses nothing. */
export const INDEX_FROM_ROWS = 50_000
/** Partitions looked at in a search; with the partition count below at least 10 % of the vectors. Raised by Lance when a filter leaves too few. */
export const PROBES = 40
export const MOST_PROBES = 10_000
/** The index is trained anew when the table has grown to this multiple of what it was trained on. */
const RETRAIN_GROWTH = 3

/**
 * Inverted file without quantisation (IVF_FLAT): only the choice of partitions is approximate, distances stay exact, so scores mean the
 * same with and without it. The number of partitions stands in the index's name: it tells what size it was trained for.
 */
export async function ensureVectorIndex(lancedb: typeof Lancedb, table: Lancedb.Table): Promise<void> {
  const rows = await table.countRows()
  if (rows < INDEX_FROM_ROWS) return
  const existing = (await table.listIndices()).filter(({ columns }) => columns.includes('vector'))
  const trainedFor = Math.max(0, ...existing.map(({ name }) => Number(/^vector_ivf_(\d+)$/.exec(name)?.[1] ?? 0)))
  if (trainedFor > 0 && rows < RETRAIN_GROWTH * trainedFor ** 2) return
  const numPartitions = Math.round(Math.sqrt(rows))
  await table.createIndex('vector', { config: lancedb.Index.ivfFlat({ distanceType: 'l2', numPartitions, sampleRate: 64, maxIterations: 20 }), name: `vector_ivf_${numPartitions}` })
  for (const { name } of existing) await table.dropIndex(name)
}
