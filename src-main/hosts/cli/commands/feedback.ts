import type { ExpectedAnswer } from '../../../../src-shared/domain/blindAudit.ts'
import type { FeedbackProposal } from '../../../../src-shared/domain/feedback.ts'
import type { AnswerId } from '../../../../src-shared/domain/ids.ts'
import type { Command, CommandContext, OptionValues } from '../Command.ts'
import { describeAnchor } from '../describeAnchor.ts'
import { oneLine } from '../describeAnswer.ts'
import { choice, wholeNumber, wrongUsage } from '../wrongUsage.ts'

export const command: Command = {
  options: {
    note: { type: 'string' }, document: { type: 'string', multiple: true }, page: { type: 'string' }, quote: { type: 'string' }, answer: { type: 'string' }, 'not-in-library': { type: 'boolean' }, set: { type: 'string' },
  },
  async run(context) {
    const [first, second] = context.positionals
    switch (first) {
      case 'list': return list(context)
      case 'approve': return approve(context, second)
      case 'decline': return decline(context, second)
      default: return give(context, first, second)
    }
  },
}

async function give({ options, output, openEngine }: CommandContext, answerId: string | undefined, given: string | undefined): Promise<undefined> {
  const grade = choice('feedback', 'grade', given, ['useful', 'partly', 'wrong'])
  if (answerId === undefined || grade === undefined) throw wrongUsage('feedback', 'An answer and a grade are needed.')
  const note = options['note'] as string | undefined
  const feedback = { answerId: answerId as AnswerId, grade, ...(note === undefined ? {} : { note }) }
  ;(await openEngine()).questions.giveFeedback(feedback)
  output.result(feedback, () => 'Noted. To make it a question of a permanent set: feedback list, then feedback approve.')
  return undefined
}

async function list({ output, openEngine }: CommandContext): Promise<undefined> {
  const proposals = (await openEngine({ readOnly: true })).feedbackReview.proposals()
  output.result({ proposals }, () => (proposals.length === 0 ? 'No feedback waits for a decision.' : proposals.map(describe).join('\n\n')))
  return undefined
}

async function approve({ options, output, openEngine }: CommandContext, id: string | undefined): Promise<undefined> {
  if (id === undefined) throw wrongUsage('feedback', 'Which answer? feedback list shows what waits.')
  const expected = expectedOf(options)
  const questionSet = options['set'] as string | undefined
  const kept = (await openEngine()).feedbackReview.approve({ answerId: id as AnswerId, ...(expected === undefined ? {} : { expected }), ...(questionSet === undefined ? {} : { questionSet }) })
  output.result({ answerId: id, ...kept }, () => `Kept in the question set “${kept.questionSet}”, which now has ${kept.questions}. Measure on it: eval ${kept.questionSet}`)
  return undefined
}

async function decline({ output, openEngine }: CommandContext, id: string | undefined): Promise<undefined> {
  if (id === undefined) throw wrongUsage('feedback', 'Which answer? feedback list shows what waits.')
  ;(await openEngine()).feedbackReview.decline(id as AnswerId)
  output.result({ answerId: id, declined: true }, () => 'Declined; it becomes no question.')
  return undefined
}

/** What a person says is right; undefined: nothing, so the answer's own quotes count. */
function expectedOf(options: OptionValues): ExpectedAnswer | null | undefined {
  const documents = options['document'] as readonly string[] | undefined
  const page = wholeNumber('feedback', '--page', options['page'], { min: 1, max: 1_000_000 })
  const [text, answer] = [options['quote'], options['answer']] as (string | undefined)[]
  const isNamed = documents !== undefined || page !== undefined || text !== undefined || answer !== undefined
  if (options['not-in-library'] === true) {
    if (isNamed) throw wrongUsage('feedback', '--not-in-library says that nothing answers it, so no document, page, quote or answer goes with it.')
    return null
  }
  if (!isNamed) return undefined
  if (documents === undefined && (page !== undefined || text !== undefined)) throw wrongUsage('feedback', 'A page or a quote needs its document: --document NAME.')
  return { documents: documents ?? [], ...(page === undefined ? {} : { page }), ...(text === undefined ? {} : { text }), ...(answer === undefined ? {} : { answer }) }
}

function describe({ answerId, question, grade, note, text, sources, expected }: FeedbackProposal): string {
  const kept = expected === undefined ? 'To keep it, say what is right: --document NAME [--page N] [--quote TEXT] [--answer TEXT], or --not-in-library.' : expected === null ? 'Would be kept as: the library does not hold it.' : `Would be kept as: answered by ${expected.documents.join(', ')}.`
  return [`${answerId}  ${grade}: ${question}${note === undefined ? '' : `  (${note})`}`, `  ${oneLine(text)}`, ...sources.map(({ n, path, anchor, quote }) => `  [${n}] ${path}, ${describeAnchor(anchor)}: “${oneLine(quote)}”`), `  ${kept}`].join('\n')
}
