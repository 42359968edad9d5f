import type { Command } from '../Command.ts'
import { describeFinding } from '../describeRun.ts'
import { readQuestionSets } from '../readQuestionSet.ts'
import { untilInterrupted } from '../untilInterrupted.ts'
import { wrongUsage } from '../wrongUsage.ts'

export const command: Command = {
  options: { embedding: { type: 'string' }, rollback: { type: 'boolean' }, override: { type: 'string' }, on: { type: 'string', multiple: true } },
  async run({ options, output, signal, openEngine }) {
    const { embedding, rollback = false, override } = options as { readonly embedding?: string; readonly rollback?: boolean; readonly override?: string }
    if (rollback && embedding !== undefined) throw wrongUsage('reindex', 'Either --rollback or --embedding, not both.')
    const engine = await openEngine()
    const questionSets = await readQuestionSets(engine, options['on'])
    if (questionSets.length > 0) engine.evaluation.gate.choose(questionSets)
    const { job, from, to, comparison, gates, overridden } = await untilInterrupted(engine.reindex({
      embedding: embedding ?? null, isRollback: rollback, override: override ?? null, onProgress: output.progress,
    }), signal)
    output.result({ jobs: [job], from, to, comparison, gates, overridden }, () => {
      if (from.fingerprint === to.fingerprint) return `The index is made by “${to.model}” already.`
      const found = comparison === null ? '' : ` Of ${comparison.questions} sentences of the library it finds ${comparison.after}; the former one found ${comparison.before}.`
      return [...gates.map(describeFinding), `The index is now made by “${to.model}”${overridden ? ', against the gate; the reason is in the audit log' : ''}.${found} \`reindex --rollback\` goes back.`].join('\n')
    })
    return undefined
  },
}
