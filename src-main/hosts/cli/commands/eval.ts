import { gateRun, type GateVerdict } from '../../../core/evaluation/gateRun.ts'
import type { Command } from '../Command.ts'
import { describeRun, describeVerdict } from '../describeRun.ts'
import { EXIT } from '../exitCode.ts'
import { readQuestionSet } from '../readQuestionSet.ts'
import { wrongUsage } from '../wrongUsage.ts'

export const command: Command = {
  options: { save: { type: 'string' }, gate: { type: 'string' }, config: { type: 'string' }, 'retrieval-only': { type: 'boolean' } },
  async run({ positionals: [file], options, output, signal, openEngine }) {
    if (file === undefined) throw wrongUsage('eval', 'Which question set?')
    const save = options['save'] as string | undefined
    const gate = options['gate'] as string | undefined
    const configuration = options['config'] as string | undefined
    // A configuration with other chunks reads the folders anew, beside the library: that writes.
    const engine = await openEngine({ readOnly: save === undefined && configuration === undefined })
    const questions = await readQuestionSet(engine, file)
    // Before the work: a wrong name should not cost an hour.
    const saved = gate === undefined ? undefined : engine.evaluation.savedRun(gate)
    const run = await engine.evaluation.run(
      { questions, ...(configuration === undefined ? {} : { configuration }), retrievalOnly: options['retrieval-only'] === true },
      { signal, onNote: output.note, onQuestion: (done, total) => output.progress({ label: 'Questions', state: 'running', progress: { stage: 'eval', done, total, unit: 'questions' } }) },
    )
    if (save !== undefined) engine.evaluation.saveRun(save, run)
    const verdict = saved === undefined ? undefined : gateRun(saved, run)
    output.result(verdict === undefined ? run : { ...run, compared: comparedOf(verdict, gate ?? '') }, () => [describeRun(run), ...(verdict === undefined ? [] : [describeVerdict(verdict, gate ?? '')])].join('\n\n'))
    return verdict?.passed === false ? EXIT.failedCheck : EXIT.done
  },
}

function comparedOf({ passed, refused, improved, compared }: GateVerdict, with_: string) {
  return { with: with_, passed, refused, improved, ...compared }
}

