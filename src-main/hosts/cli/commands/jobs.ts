import type { JobId } from '../../../../src-shared/domain/ids.ts'
import type { Job } from '../../../../src-shared/domain/job.ts'
import { toAppError } from '../../../../src-shared/errors/AppError.ts'
import type { JobAction } from '../../../core/ports/JobRequests.ts'
import type { Command, CommandContext } from '../Command.ts'
import { describeProgress } from '../describeProgress.ts'
import { wrongUsage } from '../wrongUsage.ts'

const ACTIONS: ReadonlySet<string> = new Set<JobAction>(['pause', 'resume', 'cancel', 'retry'])

export const command: Command = {
  async run(context) {
    const { positionals: [action = 'list', jobId], output, openEngine } = context
    if (action !== 'list' && !ACTIONS.has(action)) throw wrongUsage('jobs', `There is no “jobs ${action}”.`)
    if (action !== 'list' && jobId === undefined) throw wrongUsage('jobs', `Which job? footnote jobs ${action} ID`)
    const jobs: readonly Job[] = action === 'list' ? (await openEngine({ readOnly: true })).jobs.list() : [await act(context, action as JobAction, jobId as JobId)]
    output.result({ jobs }, () => (jobs.length === 0 ? 'No jobs.' : jobs.map(describe).join('\n')))
    return undefined
  },
}

/** Does it here, or has it done by the process that holds the library: only that one can stop what it runs. */
async function act({ openEngine, dataDir, signal }: CommandContext, action: JobAction, jobId: JobId): Promise<Job> {
  try {
    return (await openEngine()).jobs[action](jobId)
  } catch (thrown) {
    if (toAppError(thrown).code !== 'LIBRARY_IN_USE') throw thrown
    const { requestJobAction } = await import('../../../adapters/sqlite/jobRequests.ts')
    return await requestJobAction(dataDir, action, jobId, signal)
  }
}

function describe(job: Job): string {
  return `${job.jobId}  ${job.state.padEnd(9)}  ${describeProgress(job)}${job.error === undefined ? '' : `  ${job.error.message}`}`
}
