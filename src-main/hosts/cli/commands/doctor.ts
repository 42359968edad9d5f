import { ERRORS } from '../../../../src-shared/errors/errorCode.ts'
import type { Command } from '../Command.ts'

export const command: Command = {
  options: { codes: { type: 'boolean' } },
  async run({ options, output, openEngine }) {
    if (options['codes'] === true) {
      const codes = Object.entries(ERRORS).map(([code, { message, action }]) => ({ code, message, action }))
      output.result({ codes }, () => codes.map(({ code, message, action }) => `${code}  ${message} ${action}`).join('\n'))
      return undefined
    }
    const report = await (await openEngine({ readOnly: true })).doctor()
    output.result(report, () => report.checks.map(({ name, ok, message, action }) => `${ok ? 'ok    ' : 'PROBLEM'}  ${name}: ${message}${ok || action === undefined ? '' : ` ${action}`}`).join('\n'))
    return undefined
  },
}
