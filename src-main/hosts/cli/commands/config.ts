import type { ConfigurationEntry } from '../../../core/evaluation/Configurations.ts'
import type { Command, CommandContext } from '../Command.ts'
import { describeVerdict } from '../describeRun.ts'
import { EXIT } from '../exitCode.ts'
import { readQuestionSets } from '../readQuestionSet.ts'
import { wrongUsage } from '../wrongUsage.ts'

export const command: Command = {
  options: { set: { type: 'string', multiple: true }, from: { type: 'string' }, on: { type: 'string', multiple: true }, override: { type: 'string' } },
  async run(context) {
    const [action = 'list', name] = context.positionals
    const { output, options, openEngine } = context
    switch (action) {
      case 'list': {
        const configurations = (await openEngine({ readOnly: true })).evaluation.configurations.list()
        output.result({ configurations }, () => configurations.map((entry) => `${entry.active ? '*' : ' '} ${entry.name}  version ${entry.version}  ${entry.fingerprint}${entry.saved === undefined ? '' : `  ${entry.saved}`}`).join('\n'))
        return undefined
      }
      case 'show': {
        const { configurations } = (await openEngine({ readOnly: true })).evaluation
        const entry = name === undefined ? configurations.list().find(({ active }) => active) : configurations.get(name)
        output.result(entry, () => (entry === undefined ? '' : describe(entry)))
        return undefined
      }
      case 'save': {
        if (name === undefined) throw wrongUsage('config', 'Under which name?')
        const entry = (await openEngine()).evaluation.configurations.save(name, options['set'] as readonly string[] | undefined ?? [], options['from'] as string | undefined)
        output.result(entry, () => describe(entry))
        return undefined
      }
      case 'use': return use(context, name)
      default: throw wrongUsage('config', `There is no “config ${action}”.`)
    }
  },
}

async function use({ output, options, signal, openEngine }: CommandContext, name: string | undefined): Promise<number> {
  if (name === undefined) throw wrongUsage('config', 'Which configuration?')
  const engine = await openEngine()
  const questionSets = await readQuestionSets(engine, options['on'])
  const override = options['override'] as string | undefined
  const result = await engine.evaluation.use({ name, questionSets, ...(override === undefined ? {} : { override }) }, {
    signal, onNote: output.note, onQuestion: (done, total) => output.progress({ label: 'Questions', state: 'running', progress: { stage: 'eval', done, total, unit: 'questions' } }),
  })
  output.result(result, () => [
    ...result.gates.map(({ questionSet, verdict }) => `${questionSet}\n${describeVerdict(verdict, 'the configuration in force')}`),
    result.taken ? `“${name}” is in force${result.overridden ? ', against the gate; the reason is in the audit log' : ''}.${result.next === undefined ? '' : ` ${result.next}`}` : `“${name}” was not taken. To take it all the same: --override REASON; the reason goes to the audit log.`,
  ].join('\n\n'))
  return result.taken ? EXIT.done : EXIT.failedCheck
}

function describe({ name, version, fingerprint, chunking, retrieval, answering, models }: ConfigurationEntry): string {
  const values = Object.entries({ chunking, retrieval, answering, models }).flatMap(([part, all]) => Object.entries(all).map(([key, value]) => `  ${part}.${key} = ${String(value)}`))
  return [`${name}, version ${version}, ${fingerprint}`, ...values].join('\n')
}
