import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import type { JobId } from '../../../src-shared/domain/ids.ts'
import type { Job } from '../../../src-shared/domain/job.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { JobAction, JobRequestOutcome, JobRequests } from '../../core/ports/JobRequests.ts'
import { toStorageError } from './toStorageError.ts'

/** A holder looks several times a second; one that is busy with a large commit may take a while. */
const PATIENCE_MS = 10_000

/** The holder's end: what other processes wrote into `catalog.db`. What the process before it left unanswered is void, nobody waits for it. */
export function createJobRequests(database: DatabaseSync): JobRequests {
  database.exec('DELETE FROM jobRequest')
  // Changes with every commit of another connection: without one there is nothing to read.
  const version = database.prepare('PRAGMA data_version')
  const list = database.prepare('SELECT requestId, action, jobId FROM jobRequest WHERE outcome IS NULL ORDER BY requestId')
  const settle = database.prepare('UPDATE jobRequest SET outcome = ? WHERE requestId = ?')
  let seen: unknown
  return {
    pending() {
      if (!database.isOpen) return []
      const current = version.get()?.data_version
      if (current === seen) return []
      seen = current
      return list.all().map((row) => ({ requestId: Number(row.requestId), action: String(row.action) as JobAction, jobId: String(row.jobId) as JobId }))
    },
    answer: (requestId, outcome) => { settle.run(JSON.stringify(outcome), requestId) },
  }
}

/** Another process's end: writes the request down and waits for the holder's answer. Throws what the holder threw, and LIBRARY_IN_USE when it does not answer. */
export async function requestJobAction(dataDir: string, action: JobAction, jobId: JobId, signal: AbortSignal): Promise<Job> {
  const database = new DatabaseSync(path.join(dataDir, 'catalog.db'), { timeout: 5000 })
  try {
    const requestId = Number(database.prepare('INSERT INTO jobRequest (action, jobId) VALUES (?, ?)').run(action, jobId).lastInsertRowid)
    const look = database.prepare('SELECT outcome FROM jobRequest WHERE requestId = ?')
    try {
      for (const deadline = performance.now() + PATIENCE_MS; performance.now() < deadline;) {
        const outcome = look.get(requestId)?.outcome
        if (typeof outcome === 'string') {
          const answer = JSON.parse(outcome) as JobRequestOutcome
          if ('error' in answer) throw AppError.fromData(answer.error)
          return answer.job
        }
        await sleep(50, undefined, { signal })
      }
      throw new AppError('LIBRARY_IN_USE', 'The Footnote that holds this library does not answer.')
    } finally {
      database.prepare('DELETE FROM jobRequest WHERE requestId = ?').run(requestId)
    }
  } catch (thrown) {
    throw toStorageError(thrown)
  } finally {
    database.close()
  }
}
