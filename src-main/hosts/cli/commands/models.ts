import type { JobProgress } from '../../../../src-shared/domain/job.ts'
import type { ModelEntry } from '../../../../src-shared/domain/model.ts'
import { fromCaller } from '../callerDirectory.ts'
import type { Command, CommandContext } from '../Command.ts'
import type { Progressing } from '../describeProgress.ts'
import { EXIT } from '../exitCode.ts'
import { wrongUsage } from '../wrongUsage.ts'

export const command: Command = {
  async run(context) {
    const [action = 'list', target] = context.positionals
    switch (action) {
      case 'list': return show(context, await (await context.openEngine({ readOnly: true })).models.list())
      case 'import': return importFile(context, target)
      case 'use': {
        if (target === undefined) throw wrongUsage('models', 'Which model?')
        return show(context, await (await context.openEngine()).models.use(target))
      }
      case 'verify': return verify(context)
      default: throw wrongUsage('models', `There is no “models ${action}”.`)
    }
  },
}

function show({ output }: CommandContext, models: readonly ModelEntry[]): undefined {
  output.result({ models }, () => models.map(describeModel).join('\n'))
  return undefined
}

async function importFile({ output, signal, openEngine }: CommandContext, target: string | undefined): Promise<undefined> {
  if (target === undefined) throw wrongUsage('models', 'Which file?')
  const model = await (await openEngine()).models.importFile(fromCaller(target), signal, (progress) => {
    output.progress(progress.stage === 'copy' ? copying(progress) : { label: 'Self-test', state: 'running', progress })
  })
  output.result({ model }, () => describeModel(model))
  return undefined
}

async function verify({ output, openEngine }: CommandContext): Promise<number> {
  const models = await (await openEngine({ readOnly: true })).models.verify()
  output.result({ models }, () => models.map(({ name, ok, message }) => `${ok ? 'ok    ' : 'FAILED'}  ${name}  ${message}`).join('\n'))
  return models.every((model) => model.ok) ? EXIT.done : EXIT.failedCheck
}

/** In megabytes: bytes are for programs. */
function copying({ done, total }: JobProgress): Progressing {
  return { label: 'Copying', state: 'running', progress: { stage: 'copy', done: megabytes(done), ...(total === undefined ? {} : { total: megabytes(total) }), unit: 'MB' } }
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1024 ** 2)
}

function describeModel({ name, role, sizeBytes, licence, active, contextTokens, selfTest, setAside }: ModelEntry): string {
  const proof = role !== 'chat' ? '' : selfTest === undefined
    ? '; not tested, so answers stay quotes'
    : `; self-test ${selfTest.right} of ${selfTest.questions} right, quotes ${selfTest.quotesRight}${selfTest.passed ? '' : ': answers stay quotes unless “ask --model” names it'}`
  return `${active ? '*' : ' '} ${name}  ${role}, ${megabytes(sizeBytes)} MB, ${contextTokens} tokens, ${licence}${proof}${setAside === undefined ? '' : `; set aside: ${setAside}`}`
}
