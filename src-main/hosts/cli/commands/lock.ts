import { NOT_ENCRYPTED, type LockState } from '../../../../src-shared/domain/lock.ts'
import { AppError } from '../../../../src-shared/errors/AppError.ts'
import type { LockWork } from '../../../core/lock/createLockDesk.ts'
import { untilInterrupted } from '../untilInterrupted.ts'
import type { Command, CommandContext } from '../Command.ts'
import { wrongUsage } from '../wrongUsage.ts'

const STATES: Readonly<Record<LockState, string>> = {
  off: 'There is no lock: what is stored can be read by whoever reads this disk.', sealing: 'The lock is on; what was stored before is still being encrypted.', on: 'The lock is on.', opening: 'The lock is being taken off.',
}

export const command: Command = {
  async run(context) {
    const { positionals: [action = 'status'], output, openEngine, askPassphrase } = context
    switch (action) {
      case 'status': {
        const status = (await openEngine({ readOnly: true })).lock.status()
        output.result({ ...status, notEncrypted: NOT_ENCRYPTED }, () => `${STATES[status.state]}\nNot encrypted, with or without it: ${NOT_ENCRYPTED.join('; ')}.`)
        return undefined
      }
      case 'on': return follow(context, async () => (await openEngine()).lock.turnOn(await newPassphrase(context)))
      case 'off': return follow(context, async () => (await openEngine()).lock.turnOff(await needed(askPassphrase('Passphrase: '))))
      case 'passphrase': {
        const engine = await openEngine()
        await engine.lock.change(await needed(askPassphrase('Passphrase: ')), await newPassphrase(context))
        output.result(engine.lock.status(), () => 'The passphrase is changed; the former one opens nothing any more.')
        return undefined
      }
      default: throw wrongUsage('lock', `There is no “lock ${action}”.`)
    }
  },
}

async function follow({ openEngine, output, signal }: CommandContext, begin: () => Promise<LockWork>): Promise<undefined> {
  const { jobId, finished } = await begin()
  const engine = await openEngine()
  const unsubscribe = engine.subscribe((event) => { if (event.topic === 'job' && event.job.jobId === jobId) output.progress(event.job) })
  await untilInterrupted(finished, signal)
  unsubscribe()
  const status = engine.lock.status()
  output.result({ ...status, notEncrypted: NOT_ENCRYPTED }, () => `${STATES[status.state]}${status.state === 'on' ? ' Without the passphrase nobody can read what is encrypted, you neither: keep it safe, and passphrase.json with your backups.' : ''}`)
  return undefined
}

/** Typed twice at a terminal: a slip would lock the library for good. */
async function newPassphrase({ askPassphrase }: CommandContext): Promise<string> {
  const given = process.env['FOOTNOTE_NEW_PASSPHRASE']
  if (given !== undefined && given !== '') return given
  const first = await needed(askPassphrase('New passphrase: ', { isNew: true }))
  const again = await askPassphrase('Once more: ', { isNew: true })
  if (again !== first) throw new AppError('WRONG_USAGE', 'The two are not the same.', { action: 'Begin again; nothing was changed.' })
  return first
}

async function needed(given: Promise<string | undefined>): Promise<string> {
  const passphrase = await given
  if (passphrase === undefined || passphrase === '') throw new AppError('LOCKED', 'A passphrase is needed.', { action: 'Type it at the prompt, or put it into the environment: FOOTNOTE_PASSPHRASE, and FOOTNOTE_NEW_PASSPHRASE for a new one.' })
  return passphrase
}
