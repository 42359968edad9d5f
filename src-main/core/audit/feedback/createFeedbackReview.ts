import type { FeedbackProposal } from '../../../../src-shared/domain/feedback.ts'
import type { AnswerId } from '../../../../src-shared/domain/ids.ts'
import type { Answer } from '../../../../src-shared/domain/answer.ts'
import { AppError } from '../../../../src-shared/errors/AppError.ts'
import type { Evaluation } from '../../evaluation/Evaluation.ts'
import { writeQuestion } from '../../evaluation/parseQuestionSet.ts'
import { questionFromAnswer, quotedPlaces, withQuestionsAdded } from '../../evaluation/questionFromAnswer.ts'
import type { AuditLog } from '../../ports/AuditLog.ts'
import type { ConversationStore, Feedback } from '../../ports/ConversationStore.ts'
import type { EvaluationStore } from '../../ports/EvaluationStore.ts'
import type { Clock } from '../../ports/SystemPorts.ts'
import { hashContent } from '../hashChain.ts'
import { FEEDBACK_SET, type FeedbackReview } from './FeedbackReview.ts'

export interface FeedbackReviewDeps {
  readonly conversations: Pick<ConversationStore, 'answer' | 'feedback' | 'allFeedback'>
  readonly auditLog: Pick<AuditLog, 'append'>
  readonly store: EvaluationStore
  readonly questionSets: Evaluation['questionSets']
  readonly clock: Clock
}

interface Decision {
  readonly given: string
  readonly decision: 'approved' | 'declined'
}

export function createFeedbackReview({ conversations, auditLog, store, questionSets, clock }: FeedbackReviewDeps): FeedbackReview {
  const now = () => new Date(clock.now()).toISOString()
  const isOpen = ({ answerId, given }: Feedback) => (store.load('feedback', answerId) as Decision | undefined)?.given !== given
  const decide = ({ answerId, given }: Feedback, decision: Decision['decision']) => store.save('feedback', answerId, now(), { given, decision } satisfies Decision)

  function find(answerId: AnswerId): { readonly feedback: Feedback; readonly answer: Answer } {
    const feedback = conversations.feedback(answerId)
    const answer = conversations.answer(answerId)
    if (feedback === undefined || answer === undefined) throw new AppError('NOT_FOUND', `There is no feedback on the answer “${answerId}”.`, { action: 'See feedback list.' })
    return { feedback, answer }
  }

  return {
    proposals: () => conversations.allFeedback().filter(isOpen).flatMap((feedback) => {
      const answer = conversations.answer(feedback.answerId)
      return answer === undefined ? [] : [proposalOf(feedback, answer)]
    }),
    approve({ answerId, expected, questionSet = FEEDBACK_SET }) {
      const { feedback, answer } = find(answerId)
      const question = questionFromAnswer(answer, { grade: feedback.grade, ...(expected === undefined ? {} : { expected }) }, 'feedback')
      if (question === undefined) throw new AppError('WRONG_USAGE', `The answer was called ${feedback.grade}, so it does not say what is right.`, { action: 'Name the document and, where you can, its page, the words that answer and the answer; or say that the library does not hold it.' })
      if (question.answerable && question.documents.length === 0 && question.answers.length === 0) throw new AppError('WRONG_USAGE', 'A question needs a document or an answer that is right.', { action: 'Name the document that answers it, or the answer.' })
      const before = questionSets.list().some(({ name }) => name === questionSet) ? questionSets.get(questionSet).text : ''
      // Noted before it counts, by its hash: the words themselves must go when the answer is redacted.
      auditLog.append({ kind: 'note', event: 'questionApproved', at: now(), detail: { answerId, questionSet, grade: feedback.grade, questionSha256: hashContent(writeQuestion(question)) } })
      const questions = questionSets.save({ name: questionSet, text: withQuestionsAdded(before, [question]) })
      decide(feedback, 'approved')
      return { questionSet, questions }
    },
    decline(answerId) {
      decide(find(answerId).feedback, 'declined')
    },
  }
}

function proposalOf({ grade, note, given }: Feedback, answer: Answer): FeedbackProposal {
  const question = questionFromAnswer(answer, { grade }, 'feedback')
  const [place] = quotedPlaces(answer)
  const expected = question === undefined ? undefined : question.answerable ? { documents: question.documents, ...(place === undefined ? {} : { page: place.page, text: place.text }) } : null
  return {
    answerId: answer.answerId, question: answer.rewritten ?? answer.question, grade, given, text: answer.text, ...(note === undefined ? {} : { note }),
    sources: answer.citations.map(({ n, documentId, path, anchor, quote }) => ({ n, documentId, path, anchor, quote })), ...(expected === undefined ? {} : { expected }),
  }
}
