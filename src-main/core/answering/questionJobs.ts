import type { Job } from '../../../src-shared/domain/job.ts'
import type { JobId } from '../../../src-shared/domain/ids.ts'
import type { QuestionSnapshot } from '../../../src-shared/domain/question.ts'
import { AppError } from '../../../src-shared/errors/AppError.ts'
import type { Engine } from '../Engine.ts'
import type { QuestionDesk } from './QuestionDesk.ts'

const STAGES = ['waiting', 'searching', 'choosing', 'writing', 'checking'] as const

/** The library's jobs together with the questions that wait or run: to a person both are work that can be listed and cancelled. */
export function withQuestions(jobs: Engine['jobs'], desk: Pick<QuestionDesk, 'list' | 'cancel'>): Engine['jobs'] {
  const find = (jobId: JobId) => desk.list().find(({ answerId }) => (answerId as string) === jobId)
  const refuse = (jobId: JobId, otherwise: () => Job): Job => {
    if (find(jobId) === undefined) return otherwise()
    throw new AppError('WRONG_USAGE', 'A question can only be cancelled.', { action: 'Cancel it and ask again.' })
  }
  return {
    list: () => [...jobs.list(), ...desk.list().map(asJob)],
    pause: (jobId) => refuse(jobId, () => jobs.pause(jobId)),
    resume: (jobId) => refuse(jobId, () => jobs.resume(jobId)),
    retry: (jobId) => refuse(jobId, () => jobs.retry(jobId)),
    cancel(jobId) {
      const question = find(jobId)
      if (question === undefined) return jobs.cancel(jobId)
      desk.cancel(question.answerId)
      return { ...asJob(question), state: 'cancelled' }
    },
  }
}

function asJob({ answerId, question, submitted, state, stage }: QuestionSnapshot): Job {
  return {
    jobId: String(answerId) as JobId, kind: 'question', label: question, state: state === 'waiting' ? 'queued' : 'running',
    progress: { stage, done: Math.max(0, STAGES.indexOf(stage as (typeof STAGES)[number])), total: STAGES.length, unit: 'stages' }, attempt: 1, created: submitted, updated: submitted,
  }
}
