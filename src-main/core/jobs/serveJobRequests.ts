import { toAppError } from '../../../src-shared/errors/AppError.ts'
import type { Engine } from '../Engine.ts'
import type { JobRequest, JobRequestOutcome, JobRequests } from '../ports/JobRequests.ts'

/** A person at a terminal takes this for at once. */
const LOOK_EVERY_MS = 300

/**
 * Does what other processes ask of this library's jobs: only the one that holds it can stop what it runs. Gives the function that ends it. The
 * requests come through the catalog, because every process that may read a library can reach it, without a port or a socket.
 */
export function serveJobRequests(requests: JobRequests, jobs: Engine['jobs']): () => void {
  const timer = setInterval(() => { for (const request of requests.pending()) requests.answer(request.requestId, outcomeOf(request, jobs)) }, LOOK_EVERY_MS)
  timer.unref()
  return () => { clearInterval(timer) }
}

function outcomeOf({ action, jobId }: JobRequest, jobs: Engine['jobs']): JobRequestOutcome {
  try {
    return { job: jobs[action](jobId) }
  } catch (thrown) {
    return { error: toAppError(thrown).toData() }
  }
}
