import type { DoctorReport } from '../../../../src-shared/domain/status.ts'
import { AppError } from '../../../../src-shared/errors/AppError.ts'
import { ERRORS } from '../../../../src-shared/errors/errorCode.ts'
import type { QualityCheck } from '../../../../src-shared/domain/quality.ts'
import type { Command, CommandContext } from '../Command.ts'
import { MENDABLE } from '../../../core/doctor/mendQuality.ts'
import { choice } from '../wrongUsage.ts'
import { untilInterrupted } from '../untilInterrupted.ts'

export const command: Command = {
  options: { codes: { type: 'boolean' }, repair: { type: 'boolean' }, quality: { type: 'boolean' }, mend: { type: 'string' } },
  async run(context) {
    const { options, output, openEngine } = context
    if (options['codes'] === true) {
      const codes = Object.entries(ERRORS).map(([code, { message, action }]) => ({ code, message, action }))
      output.result({ codes }, () => codes.map(({ code, message, action }) => `${code}  ${message} ${action}`).join('\n'))
      return undefined
    }
    if (options['mend'] !== undefined) {
      const name = choice('doctor', 'failure that can be mended by itself', options['mend'], MENDABLE)
      const mended = name === undefined ? undefined : await untilInterrupted((await openEngine()).mend(name, { signal: context.signal, onNote: output.note }), context.signal)
      output.result(mended, () => mended?.message ?? '')
      return undefined
    }
    if (options['quality'] === true) {
      const quality = await (await openEngine({ readOnly: true })).quality()
      output.result(quality, () => quality.checks.map(describeQuality).join('\n'))
      return undefined
    }
    const report = options['repair'] === true ? await repair(context) : await examine(context)
    output.result(report, () => report.checks.map(({ name, ok, message, action }) => `${ok ? 'ok    ' : 'PROBLEM'}  ${name}: ${message}${ok || action === undefined ? '' : ` ${action}`}`).join('\n'))
    return undefined
  },
}

/** A library that is too damaged to be read is a finding, not a failure of the doctor. */
async function examine({ openEngine }: CommandContext): Promise<DoctorReport> {
  try {
    return await (await openEngine({ readOnly: true })).doctor()
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'DAMAGED_LIBRARY') throw error
    return { checks: [{ name: 'library', ok: false, message: error.message, action: error.action }] }
  }
}

/** Opening a library as its writer puts right what is damaged; then what was lost is read again. */
async function repair({ openEngine, output, signal }: CommandContext): Promise<DoctorReport> {
  const engine = await openEngine({ repair: true })
  await untilInterrupted(engine.library.sync({ onProgress: output.progress }), signal)
  return engine.doctor()
}

function describeQuality({ name, ok, value, unit, threshold, message, action, examples }: QualityCheck): string {
  const shown = (number: number | null) => (number === null ? 'never' : unit === 'days' ? `${Math.round(number)} days` : `${(number * 100).toFixed(1)} %`)
  return [`${ok ? 'ok     ' : 'PROBLEM'}  ${name}: ${shown(value)} (limit ${shown(threshold)}). ${message}${action === undefined ? '' : ` ${action}`}`, ...(ok ? [] : examples.map(({ text }) => `           ${text}`))].join('\n')
}
