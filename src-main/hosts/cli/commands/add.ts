import { waitForAbort } from '../../waitForAbort.ts'
import { fromCaller } from '../callerDirectory.ts'
import type { Command } from '../Command.ts'
import { describeAddResult } from '../describeAddResult.ts'
import { FOLDER_RULE_OPTIONS, folderRulesOf } from '../folderRulesOf.ts'
import { untilInterrupted } from '../untilInterrupted.ts'
import { wrongUsage } from '../wrongUsage.ts'

export const command: Command = {
  options: { watch: { type: 'boolean' }, ...FOLDER_RULE_OPTIONS },
  async run({ positionals, options, output, signal, openEngine }) {
    if (positionals.length === 0) throw wrongUsage('add', 'Name the files or folders to add.')
    const watch = options['watch'] === true
    const rules = folderRulesOf(options)
    const engine = await openEngine({ watch })
    const result = await untilInterrupted(engine.library.add(positionals.map(fromCaller), { watch, ...(rules === undefined ? {} : { rules }), onProgress: output.progress }), signal)
    output.result(result, () => describeAddResult(result))
    if (watch) {
      output.note('Watching; Ctrl-C ends it.')
      const unsubscribe = engine.subscribe((event) => {
        if (event.topic === 'document') output.note(`${event.document.state}: ${event.document.path}`)
      })
      await waitForAbort(signal)
      unsubscribe()
    }
    return undefined
  },
}
