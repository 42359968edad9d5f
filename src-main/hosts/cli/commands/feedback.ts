import type { AnswerId } from '../../../../src-shared/domain/ids.ts'
import type { Command } from '../Command.ts'
import { choice, wrongUsage } from '../wrongUsage.ts'

export const command: Command = {
  options: { note: { type: 'string' } },
  async run({ positionals: [answerId, given], options, output, openEngine }) {
    const grade = choice('feedback', 'grade', given, ['useful', 'partly', 'wrong'])
    if (answerId === undefined || grade === undefined) throw wrongUsage('feedback', 'An answer and a grade are needed.')
    const note = options['note'] as string | undefined
    const feedback = { answerId: answerId as AnswerId, grade, ...(note === undefined ? {} : { note }) }
    ;(await openEngine()).questions.giveFeedback(feedback)
    output.result(feedback, () => 'Noted.')
    return undefined
  },
}
