import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import type * as Lancedb from '@lancedb/lancedb'
import type * as Arrow from 'apache-arrow'

/**
 * Loads LanceDB on first use, with a thread pool that cannot lock itself up. Lance sizes its pool as "cores − 2"; building a full-text index
 * keeps one thread per shard waiting for another of the same pool, so on machines with few cores all of them wait for ever
 * (lancedb/lancedb#3568, seen here on two cores at 100,000 rows). Two threads more than shards always leave one to make progress.
 * The variables are read once, when the native module starts, so they are set before it.
 */
export async function loadLance(): Promise<{ readonly lancedb: typeof Lancedb; readonly arrow: typeof Arrow }> {
  const cores = availableParallelism()
  // More than four shards gain little and each keeps its own posting lists in memory.
  const shards = Math.max(1, Math.min(4, cores - 1))
  process.env.LANCE_FTS_NUM_SHARDS ??= String(shards)
  process.env.LANCE_CPU_THREADS ??= String(Math.max(cores, shards + 2))
  // Lance writes warnings to standard error by itself; what matters comes back as an error.
  process.env.LANCEDB_LOG ??= 'error'
  process.env.RUST_LOG ??= 'error'
  const lancedb = await import('@lancedb/lancedb')
  // The same CommonJS instance that LanceDB holds: tables of the ES module build would be taken apart and copied by it.
  const arrow = createRequire(import.meta.url)('apache-arrow') as typeof Arrow
  return { lancedb, arrow }
}
