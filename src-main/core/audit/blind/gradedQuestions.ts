import type { AnswerDraft } from '../../../../src-shared/domain/answer.ts'
import { writeQuestion, parseQuestionSet } from '../../evaluation/parseQuestionSet.ts'
import type { EvaluationQuestion } from '../../evaluation/EvaluationQuestion.ts'
import type { SampleItem, StoredGrade, StoredSample } from './BlindAudit.ts'

/**
 * The question set `before` with what the grades of a sample teach: a useful answer says where the right place is (its quotes), a grader's `expected` says what would have been right.
 * Without either nothing is known to be right, and the question is left out. JSON lines; a question that was graded again is replaced.
 */
export function gradedQuestions(sample: StoredSample, answerOf: (item: SampleItem) => AnswerDraft | undefined, before: string): string {
  const questions = new Map(before === '' ? [] : parseQuestionSet(before).map((question) => [question.id, question]))
  const items = new Map(sample.items.map((item) => [item.itemId, item]))
  for (const grade of sample.grades) {
    const item = items.get(grade.itemId)
    const answer = item === undefined ? undefined : answerOf(item)
    const question = item === undefined || answer === undefined ? undefined : questionOf(item, grade, answer)
    if (question !== undefined) questions.set(question.id, question)
  }
  return [...questions.values()].map((question) => `${writeQuestion(question)}\n`).join('')
}

function questionOf({ answerId }: SampleItem, { grade, expected }: StoredGrade, answer: AnswerDraft): EvaluationQuestion | undefined {
  const base = { id: answerId, question: answer.rewritten ?? answer.question, type: 'graded' }
  if (expected === null) return { ...base, answers: [], answerable: false, documents: [], evidence: [] }
  if (expected !== undefined) {
    const [document] = expected.documents
    const evidence = document === undefined ? [] : [{ document, ...(expected.page === undefined ? {} : { page: expected.page }), ...(expected.text === undefined ? {} : { text: expected.text }) }]
    return { ...base, answers: expected.answer === undefined ? [] : [expected.answer], answerable: true, documents: expected.documents, evidence }
  }
  if (grade !== 'useful') return undefined
  if (answer.status !== 'answered') return { ...base, answers: [], answerable: false, documents: [], evidence: [] }
  // By name and unit: the path of today may be another one tomorrow.
  const evidence = answer.citations.map(({ path, anchor, quote }) => ({ document: path.split(/[/\\]/).at(-1) ?? path, page: anchor.unit, text: quote }))
  return { ...base, answers: [], answerable: true, documents: [...new Set(evidence.map(({ document }) => document))], evidence }
}
