import type { BlindReport, BlindSampleInfo, GradeShare } from '../../src-shared/domain/blindAudit.ts'
import { count, percent, plural } from './amounts.ts'

/** The part of the catalogue that speaks of blind grading. */
export const gradingText = {
  intro: 'Draws real questions by chance, across threads, outcomes, file types and time. You grade each answer without being told what made it or how sure it was; the report then says how good the answers are, and why the others are not.',
  grader: 'Your name',
  size: 'Questions',
  draw: 'Draw and begin',
  nameFirst: 'Give a name first: grades are kept under it, so that two people can grade the same sample.',
  samples: 'Samples drawn',
  sampleNote: ({ items, graders }: BlindSampleInfo) => [plural(items, 'answer'), ...Object.entries(graders).map(([name, graded]) => `${name}: ${count(graded)} graded`)].join(' · '),
  goOn: 'Grade',
  report: 'Report',
  position: (position: number, all: number) => `Answer ${count(position)} of ${count(all)}. Grade with 1, 2 or 3`,
  reason: 'Why (optional, before the grade)',
  before: 'The one before',
  pause: 'Stop here, go on later',
  back: 'All samples',
  interval: 'Each share with its 95 % interval. Where two people graded, the first one’s grades are counted.',
  share: ({ count: graded, share, low, high }: GradeShare) => `${count(graded)} · ${percent(share)} (${percent(low)} to ${percent(high)})`,
  columns: { arm: 'Answers', configuration: 'Configuration', graded: 'Graded' },
  arms: { recorded: 'As recorded', compared: 'Compared' },
  agreement: ({ graders: [one, other], items, same, kappa }: NonNullable<BlindReport['agreement']>) => `${one} and ${other} gave the same grade to ${count(same)} of ${plural(items, 'answer')} (Cohen’s kappa ${kappa.toFixed(2)}).`,
  failures: 'Not useful, by cause',
  causes: {
    fileNotRead: 'A file could not be read', staleIndex: 'A file had changed since it was read', chunkCutBadly: 'A passage was cut badly', metadataMissing: 'Title or date missing', notRetrieved: 'Not found by the search',
    contextCut: 'Found, but no room to read it', notSelected: 'Read, but not chosen', unsupportedSentence: 'A sentence without support', wronglyRefused: 'Wrongly refused', wronglyAnswered: 'Answered what the library does not hold',
  },
} as const
