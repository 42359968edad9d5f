import type { AuditGrade } from '../../src-shared/domain/blindAudit.ts'

/** The part of the catalogue that speaks of feedback on its way into the question sets. */
export const feedbackText = {
  intro: 'What you thought of answers, waiting for your decision. Approved, it becomes a question of a permanent set that every change is measured on; nothing enters it by itself.',
  none: 'No feedback waits',
  noneBody: 'Grade an answer as useful, partly or wrong, and it appears here.',
  called: (grade: AuditGrade) => ({ useful: 'Called useful', partly: 'Called partly useful', wrong: 'Called wrong' })[grade],
  document: 'Document that answers it',
  page: 'Page or part',
  quote: 'The words that answer it',
  answer: 'The answer (optional)',
  notInLibrary: 'The library does not hold it',
  approve: 'Approve as a question',
  decline: 'Decline',
  declineTitle: 'Decline this feedback?',
  declineBody: 'It stays with its answer, but is not proposed as a question again.',
  missing: 'Name the document that answers it, or say that the library does not hold it.',
  kept: (questionSet: string, questions: number) => `Kept in the question set “${questionSet}”, which now has ${questions}.`,
} as const
