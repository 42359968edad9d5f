import type { Command } from '../Command.ts'
import { untilInterrupted } from '../untilInterrupted.ts'
import { wrongUsage } from '../wrongUsage.ts'

export const command: Command = {
  options: { embedding: { type: 'string' }, rollback: { type: 'boolean' }, override: { type: 'string' } },
  async run({ options, output, signal, openEngine }) {
    const { embedding, rollback = false, override } = options as { readonly embedding?: string; readonly rollback?: boolean; readonly override?: string }
    if (rollback && embedding !== undefined) throw wrongUsage('reindex', 'Either --rollback or --embedding, not both.')
    const engine = await openEngine()
    const { job, from, to, comparison } = await untilInterrupted(engine.reindex({
      embedding: embedding ?? null, isRollback: rollback, override: override ?? null, onProgress: output.progress,
    }), signal)
    output.result({ jobs: [job], from, to, comparison }, () => {
      if (from.fingerprint === to.fingerprint) return `The index is made by “${to.model}” already.`
      const found = comparison === null ? '' : ` Of ${comparison.questions} sentences of the library it finds ${comparison.after}; the former one found ${comparison.before}.`
      return `The index is now made by “${to.model}”.${found} \`reindex --rollback\` goes back.`
    })
    return undefined
  },
}
