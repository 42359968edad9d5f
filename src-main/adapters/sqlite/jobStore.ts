import type { DatabaseSync } from 'node:sqlite'
import type { JobId } from '../../../src-shared/domain/ids.ts'
import type { JobProgress, JobState } from '../../../src-shared/domain/job.ts'
import type { ErrorData } from '../../../src-shared/errors/AppError.ts'
import type { Catalog, StoredJob } from '../../core/ports/Catalog.ts'
import { definedOnly } from '../../core/library/definedOnly.ts'
import { inTransaction } from './openDatabase.ts'

/** The part of the catalog that keeps jobs. */
export function jobStore(database: DatabaseSync): Pick<Catalog, 'jobs' | 'saveJob' | 'pruneJobs'> {
  const list = database.prepare('SELECT * FROM job ORDER BY createdMs, jobId')
  const save = database.prepare(`INSERT INTO job (jobId, kind, key, label, payload, state, priority, attempt, progress, error, createdMs, updatedMs)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (jobId) DO UPDATE SET label = excluded.label, payload = excluded.payload, state = excluded.state,
    priority = excluded.priority, attempt = excluded.attempt, progress = excluded.progress, error = excluded.error, updatedMs = excluded.updatedMs`)
  const prune = database.prepare(`DELETE FROM job WHERE state IN ('succeeded', 'failed', 'cancelled') AND jobId NOT IN
    (SELECT jobId FROM job WHERE state IN ('succeeded', 'failed', 'cancelled') ORDER BY updatedMs DESC LIMIT ?)`)
  return {
    jobs: () => list.all().map((row): StoredJob => ({ payload: JSON.parse(String(row.payload)) as unknown, ...definedOnly({
      jobId: String(row.jobId) as JobId, kind: String(row.kind), key: String(row.key), label: String(row.label),
      state: String(row.state) as JobState, priority: Number(row.priority), attempt: Number(row.attempt), progress: JSON.parse(String(row.progress)) as JobProgress,
      error: row.error === null ? undefined : JSON.parse(String(row.error)) as ErrorData, createdMs: Number(row.createdMs), updatedMs: Number(row.updatedMs),
    }) })),
    saveJob: (job) => inTransaction(database, () => {
      save.run(job.jobId, job.kind, job.key, job.label, JSON.stringify(job.payload), job.state, job.priority, job.attempt, JSON.stringify(job.progress),
        job.error === undefined ? null : JSON.stringify(job.error), job.createdMs, job.updatedMs)
    }),
    pruneJobs: (keep) => inTransaction(database, () => { prune.run(keep) }),
  }
}
