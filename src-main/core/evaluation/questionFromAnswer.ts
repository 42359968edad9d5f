import { fileName } from '../../../src-shared/domain/fileName.ts'
import type { AnswerDraft } from '../../../src-shared/domain/answer.ts'
import type { AuditGrade, ExpectedAnswer } from '../../../src-shared/domain/blindAudit.ts'
import type { EvaluationEvidence, EvaluationQuestion } from './EvaluationQuestion.ts'
import { parseQuestionSet, writeQuestion } from './parseQuestionSet.ts'

/**
 * The question of an answer with what is known to be right: a person's own word (`expected`; null: the library does not hold it), else the quotes of an answer that was called useful, or
 * that "not found" was. Undefined when neither is known.
 */
export function questionFromAnswer(answer: AnswerDraft, { grade, expected }: { readonly grade: AuditGrade; readonly expected?: ExpectedAnswer | null }, type: string): EvaluationQuestion | undefined {
  const base = { id: answer.answerId, question: answer.rewritten ?? answer.question, type }
  if (expected === undefined && grade !== 'useful') return undefined
  if (expected === null || (expected === undefined && answer.status !== 'answered')) return { ...base, answers: [], answerable: false, documents: [], evidence: [] }
  if (expected !== undefined) {
    const [document] = expected.documents
    const evidence = document === undefined ? [] : [{ document, ...(expected.page === undefined ? {} : { page: expected.page }), ...(expected.text === undefined ? {} : { text: expected.text }) }]
    return { ...base, answers: expected.answer === undefined ? [] : [expected.answer], answerable: true, documents: expected.documents, evidence }
  }
  const evidence = quotedPlaces(answer)
  return { ...base, answers: [], answerable: true, documents: [...new Set(evidence.map(({ document }) => document))], evidence }
}

/** By name and unit: the path of today may be another one tomorrow. */
export function quotedPlaces({ citations }: AnswerDraft): (EvaluationEvidence & { readonly page: number; readonly text: string })[] {
  return citations.map(({ path, anchor, quote }) => ({ document: fileName(path), page: anchor.unit, text: quote }))
}

/** The set `before` (JSON lines) with these questions; one that it had is replaced. */
export function withQuestionsAdded(before: string, added: readonly EvaluationQuestion[]): string {
  const questions = new Map((before === '' ? [] : parseQuestionSet(before)).map((question) => [question.id, question]))
  for (const question of added) questions.set(question.id, question)
  return [...questions.values()].map((question) => `${writeQuestion(question)}\n`).join('')
}
