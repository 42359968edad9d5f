import { useCallback, useEffect, useState } from 'react'
import type { FeedbackProposal } from '../../../src-shared/domain/feedback.ts'
import type { AnswerId } from '../../../src-shared/domain/ids.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { useWindow } from '../../state/WindowContext.ts'
import { text } from '../../text/text.ts'
import { FeedbackCard, type Approved } from './FeedbackCard.tsx'
import './grading.css'

/** Feedback that waits for a person's decision, newest first; approved, it becomes a question of a permanent set. */
export function FeedbackSection() {
  const { client, notices } = useWindow()
  const [proposals, setProposals] = useState<readonly FeedbackProposal[] | null>(null)
  const [kept, setKept] = useState('')
  const load = useCallback(() => { client.call('feedback.proposals', {}).then(setProposals, (thrown: unknown) => notices.fail(thrown)) }, [client, notices])
  useEffect(load, [load])

  async function decide(action: () => Promise<string>) {
    try {
      setKept(await action())
      load()
    } catch (thrown) {
      notices.fail(thrown)
    }
  }
  const approve = (answerId: AnswerId, expected: Approved) => decide(async () => {
    const { questionSet, questions } = await client.call('feedback.approve', { answerId, ...(expected === undefined ? {} : { expected }) })
    return text.feedback.kept(questionSet, questions)
  })
  const decline = (answerId: AnswerId) => decide(async () => {
    await client.call('feedback.decline', { answerId })
    return ''
  })

  return (
    <div className="feedback-review">
      <p className="audit-log__note">{text.feedback.intro}</p>
      <p role="status" className="audit__ok">{kept}</p>
      {proposals?.length === 0 && <EmptyState title={text.feedback.none}><p>{text.feedback.noneBody}</p></EmptyState>}
      <ul>
        {(proposals ?? []).map((proposal) => (
          <FeedbackCard key={`${proposal.answerId} ${proposal.given}`} proposal={proposal} onApprove={(expected) => approve(proposal.answerId, expected)} onDecline={() => decline(proposal.answerId)} />
        ))}
      </ul>
    </div>
  )
}
