import type { Job } from '../../../../src-shared/domain/job.ts'
import type { JobId } from '../../../../src-shared/domain/ids.ts'
import type { Command } from '../Command.ts'
import { describeProgress } from '../describeProgress.ts'
import { wrongUsage } from '../wrongUsage.ts'

export const command: Command = {
  async run({ positionals: [action = 'list', jobId], output, openEngine }) {
    if (action !== 'list' && action !== 'pause' && action !== 'resume' && action !== 'cancel') throw wrongUsage('jobs', `There is no “jobs ${action}”.`)
    if (action !== 'list' && jobId === undefined) throw wrongUsage('jobs', `Which job? footnote jobs ${action} ID`)
    const engine = await openEngine({ readOnly: action === 'list' })
    const jobs: readonly Job[] = action === 'list' ? engine.jobs.list() : [engine.jobs[action](jobId as JobId)]
    output.result({ jobs }, () => jobs.length === 0 ? 'No jobs.' : jobs.map((job) => `${job.jobId}  ${job.state.padEnd(9)}  ${describeProgress(job)}${job.error === undefined ? '' : `  ${job.error.message}`}`).join('\n'))
    return undefined
  },
}
