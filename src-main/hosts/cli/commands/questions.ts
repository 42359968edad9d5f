import type { Command } from '../Command.ts'
import { readQuestionSet } from '../readQuestionSet.ts'
import { wrongUsage } from '../wrongUsage.ts'

export const command: Command = {
  options: { name: { type: 'string' } },
  async run({ positionals: [action = 'list', target], options, output, openEngine }) {
    switch (action) {
      case 'list': {
        const sets = (await openEngine({ readOnly: true })).evaluation.questionSets.list()
        output.result({ questionSets: sets }, () => (sets.length === 0 ? 'No question sets are kept.' : sets.map(({ name, saved }) => `${name}  ${saved}`).join('\n')))
        return undefined
      }
      case 'show': {
        if (target === undefined) throw wrongUsage('questions', 'Which set?')
        const set = (await openEngine({ readOnly: true })).evaluation.questionSets.get(target)
        output.result(set, () => set.text.trimEnd())
        return undefined
      }
      case 'keep': {
        if (target === undefined) throw wrongUsage('questions', 'Which file?')
        const engine = await openEngine()
        const set = await readQuestionSet(engine, target)
        const name = options['name'] as string | undefined ?? set.name
        const questions = engine.evaluation.questionSets.save({ name, text: set.text })
        output.result({ name, questions }, () => `“${name}” is kept, ${questions} questions.`)
        return undefined
      }
      case 'remove': {
        if (target === undefined) throw wrongUsage('questions', 'Which set?')
        ;(await openEngine()).evaluation.questionSets.remove(target)
        output.result({ name: target }, () => `“${target}” is removed.`)
        return undefined
      }
      default: throw wrongUsage('questions', `There is no “questions ${action}”.`)
    }
  },
}
