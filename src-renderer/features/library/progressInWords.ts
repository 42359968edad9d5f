import type { Job } from '../../../src-shared/domain/job.ts'
import { text } from '../../text/text.ts'

/**
 * How far a job is, for a person: `744 of 1,204 files · recognising scans · 6 min left · 84 files a minute · “Annual report.pdf”: 40 of 2,000 pages`. Rate and remaining
 * time only while it runs and once they are steady; a stage that the catalogue has no word for is left out. What matters most comes first: a narrow window cuts the end.
 */
export function progressInWords({ state, progress }: Pick<Job, 'state' | 'progress'>): string {
  const { done, total, unit, stage, file, perSecond, remainingMs } = progress
  const isRunning = state === 'running'
  return [
    text.work.of(done, total, unit),
    isRunning ? stageInWords(stage) : text.work.states[state],
    isRunning && remainingMs !== undefined ? text.work.left(remainingMs) : '',
    isRunning && perSecond !== undefined && perSecond > 0 ? text.work.rate(perSecond, unit) : '',
    isRunning && file !== undefined ? text.work.inFile(file.name, text.work.of(file.done, file.total, file.unit)) : '',
  ].filter((part) => part !== '').join(' · ')
}

function stageInWords(stage: string): string {
  const words: Readonly<Record<string, string>> = text.work.stages
  return Object.hasOwn(words, stage) ? words[stage] ?? '' : ''
}
