import { expect, it } from 'vitest'
import { progressInWords } from '../../../src-renderer/features/library/progressInWords.ts'
import { text } from '../../../src-renderer/text/text.ts'
import type { FileStage, JobProgress } from '../../../src-shared/domain/job.ts'

const progress: JobProgress = { stage: 'read', done: 744, total: 1204, unit: 'files' }

it.each<[stage: FileStage | 'scan', words: string]>([
  ['scan', 'looking for files'], ['read', 'reading text'], ['ocr', 'recognising scans'], ['embed', 'preparing the search'], ['write', 'storing'],
])('has a word of its own for the stage %s', (stage, words) => {
  expect(progressInWords({ state: 'running', progress: { ...progress, stage } })).toBe(`744 of 1,204 files · ${words}`)
})

it('never shows a stage by its name in the program', () => {
  for (const stage of ['selfTest2', 'constructor', '']) expect(progressInWords({ state: 'running', progress: { ...progress, stage } })).toBe('744 of 1,204 files')
})

it('tells the file that is longest in work, the rate and the time that remains', () => {
  const file = { name: 'Annual report.pdf', done: 40, total: 2000, unit: 'pages' }
  expect(progressInWords({ state: 'running', progress: { ...progress, stage: 'ocr', file, perSecond: 1.4, remainingMs: 360_000 } }))
    .toBe('744 of 1,204 files · recognising scans · 6 min left · 84 files a minute · “Annual report.pdf”: 40 of 2,000 pages')
})

it.each([[0.1, '6 files a minute'], [0.01, '1 file a minute'], [41.6, '42 files a second']])('counts %f a second as %s', (perSecond, words) => {
  expect(text.work.rate(perSecond, 'files')).toBe(words)
})

it('promises nothing while it is paused, before the rate is steady, or without a total', () => {
  expect(progressInWords({ state: 'paused', progress: { ...progress, perSecond: 3, remainingMs: 1000 } })).toBe('744 of 1,204 files · paused')
  expect(progressInWords({ state: 'running', progress })).not.toContain('left')
  expect(progressInWords({ state: 'running', progress: { stage: 'scan', done: 12, unit: 'files' } })).toBe('12 files · looking for files')
})
