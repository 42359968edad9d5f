import type { AnswerDraft } from '../../../../src-shared/domain/answer.ts'
import { questionFromAnswer, withQuestionsAdded } from '../../evaluation/questionFromAnswer.ts'
import type { SampleItem, StoredSample } from './BlindAudit.ts'

/**
 * The question set `before` with what the grades of a sample teach: a useful answer says where the right place is (its quotes), a grader's `expected` says what would have been right.
 * Without either nothing is known to be right, and the question is left out. JSON lines; a question that was graded again is replaced.
 */
export function gradedQuestions(sample: StoredSample, answerOf: (item: SampleItem) => AnswerDraft | undefined, before: string): string {
  const items = new Map(sample.items.map((item) => [item.itemId, item]))
  return withQuestionsAdded(before, sample.grades.flatMap((grade) => {
    const item = items.get(grade.itemId)
    const answer = item === undefined ? undefined : answerOf(item)
    // A compared answer has an id of its own; its question is the recorded one's.
    return item === undefined || answer === undefined ? [] : questionFromAnswer({ ...answer, answerId: item.answerId }, grade, 'graded') ?? []
  }))
}
