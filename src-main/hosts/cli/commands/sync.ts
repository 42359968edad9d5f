import type { Command } from '../Command.ts'
import { describeAddResult } from '../describeAddResult.ts'
import { untilInterrupted } from '../untilInterrupted.ts'

export const command: Command = {
  async run({ output, signal, openEngine }) {
    const engine = await openEngine()
    const result = await untilInterrupted(engine.library.sync({ onProgress: output.progress }), signal)
    output.result(result, () => describeAddResult(result))
    return undefined
  },
}
